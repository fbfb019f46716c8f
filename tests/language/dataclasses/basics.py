# dataclasses: fields, defaults, ordering, frozen, slots, post-init.
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
p.tags.append("t")
print(p, p.sum, p == P(1, 2), p == P(1, 3), asdict(p), astuple(p), replace(p, x=10),
    [f.name for f in fields(P)], P(1).tags, P(x=5, y=6))


@dataclass(order=True, frozen=True)
class V:
    major: int
    minor: int = 0


print(V(1, 2) < V(1, 3), sorted([V(2), V(1, 5)]), hash(V(1)) == hash(V(1)), {V(1): "k"}[V(1, 0)])


@dataclass(slots=True, kw_only=True)
class S:
    a: int
    b: str = "b"


print(S(a=1), S.__slots__, hasattr(S(a=1), "__dict__"))


@dataclass
class Child(P):
    z: int = 9


print(Child(1), Child.__match_args__, dataclasses.is_dataclass(Child),
    dataclasses.make_dataclass("M", [("q", int), ("r", str, "d")])(1))
for source in ("@dataclass\nclass B:\n    x: int = 0\n    y: str",
        "@dataclass\nclass B:\n    x: list = []", "@dataclass(frozen=True)\nclass B(P):\n    pass"):
    try:
        exec(source)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
match p:
    case P(x, y):
        print("matched", x, y)


@dataclass
class Node:
    value: int
    next: "Node" = None


n = Node(1, Node(2))
n.next.next = n
print(n)
