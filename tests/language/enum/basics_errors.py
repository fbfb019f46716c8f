# What goes wrong: enum: members, aliases, flags, auto, functional form.
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


for bad in ("Color(9)", "Color['BLUE']", "Color.BLUE", "setattr(Color, 'RED', 5)",
        "delattr(Color, 'RED')", "Color.RED < Color.GREEN", "type('Sub', (Color,), {})", "Color()"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
