# typing and abc: abstract methods, protocols, generics, hooks.
import abc
import collections.abc
import typing
from typing import Any, Callable, Generic, NamedTuple, Optional, Protocol, TypeVar, Union, get_type_hints, runtime_checkable


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...

    @property
    @abc.abstractmethod
    def name(self): ...


class Square(Shape):
    def area(self): return 4
    name = "square"


class Half(Shape):
    def area(self): return 1


print(Square().area(), Square().name, sorted(Shape.__abstractmethods__))
for cls in (Shape, Half):
    try:
        cls()
    except TypeError as error:
        print(error)


class Virtual: pass


Shape.register(Virtual)
print(isinstance(Virtual(), Shape), issubclass(Virtual, Shape),
    isinstance([], collections.abc.Sequence), isinstance({}, collections.abc.Mapping),
    isinstance(5, collections.abc.Hashable), isinstance([], collections.abc.Hashable),
    issubclass(dict, collections.abc.Iterable), isinstance((i for i in ()),
    collections.abc.Generator), isinstance(len, collections.abc.Callable))


class Sized:
    def __len__(self): return 0


print(isinstance(Sized(), collections.abc.Sized), issubclass(Sized, collections.abc.Iterable))
T = TypeVar("T")


class Box(Generic[T]):
    def __init__(self, v: T): self.v = v


@runtime_checkable
class HasClose(Protocol):
    def close(self) -> None: ...


class Closes:
    def close(self): pass


print(Box[int](5).v, Box[int], isinstance(Closes(), HasClose), isinstance(5, HasClose),
    Optional[int], Union[int, str], Callable[[int], str], typing.List[int], Any, T)


class E(NamedTuple):
    name: str
    id: int = 3


class F:
    a: int
    b: "str"

    def m(self, x: Optional["F"] = None) -> list[int]: ...


print(E("x"), E("x")._field_defaults, get_type_hints(F), get_type_hints(F.m),
    typing.get_origin(list[int]), typing.get_args(dict[str, int]), typing.cast(int, "x"))


class MyMapping(collections.abc.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)


m = MyMapping()
m.update(a=1, b=2)
print(dict(m), m.pop("a"), m.setdefault("c", 3), "b" in m, list(m.items()), m == {"b": 2, "c": 3},
    m.get("z"))
