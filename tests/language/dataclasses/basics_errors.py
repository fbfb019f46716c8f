# What goes wrong: dataclasses: fields, defaults, ordering, frozen, slots, post-init.
import dataclasses
from dataclasses import asdict, astuple, dataclass, field, fields, replace


@dataclass
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False)
    hidden: int = field(default=5, repr=False)

    def __post_init__(self):
        self.sum = self.x + self.y


p = P(1, 2)


@dataclass(order=True, frozen=True)
class V:
    major: int
    minor: int = 0


@dataclass(slots=True, kw_only=True)
class S:
    a: int
    b: str = "b"


for bad in ("P()", "P(1, 2, 3, 4, 5)", "P(1, q=2)", "setattr(V(1), 'major', 2)", "S(1)",
        "V(1) < 5", "hash(p)", "replace(p, nope=1)", "delattr(V(1), 'minor')", "asdict(5)"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
