# enum: members, aliases, flags, auto, functional form.
import enum
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum, auto, unique


class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1

    @property
    def pretty(self): return self.name.title()

    @classmethod
    def default(cls): return cls.GREEN


print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color["GREEN"],
    Color.CRIMSON is Color.RED, list(Color), len(Color), Color.RED.pretty, Color.default(),
    Color.RED in Color, Color.__members__.keys())
print(Color.RED == 1, Color.RED == Color.RED, hash(Color.RED) == hash(Color.RED),
    isinstance(Color.RED, Color), {Color.RED: "r"}[Color(1)], f"{Color.RED}",
    [c.value for c in reversed(Color)])


class N(IntEnum):
    A = auto()
    B = auto()


class P(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


class S(StrEnum):
    ONE = auto()
    TWO = "2"


class I(IntFlag):
    A = 1
    B = 2


print(N.A + 1, N.B > N.A, N.B == 2, repr(N.A), str(N.A), f"{N.B}", sorted([N.B, N.A]), S.ONE,
    S.TWO + "x", repr(S.ONE))
print(P.R | P.W, P.RW, P.RW & P.W, ~P.R, P.R in P.RW, bool(P(0)), P(0), P(5), list(P.RW),
    P.R ^ P.RW, I.A | I.B, I.A | 8, I(3), int(I.A | I.B))
print(Enum("Animal", "CAT DOG").DOG, list(IntEnum("Q", {"x": 5, "y": 6})))


class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)

    def __init__(self, mass, radius): self.mass, self.radius = mass, radius


print(Planet.EARTH.mass, Planet((0.64, 3.39)), Planet.MARS.value)
try:
    @unique
    class D(Enum):
        A = 1
        B = 1
except ValueError as error:
    print(error)
