# inspect and types: signatures and kinds of objects.
import inspect
import types


def f(a, b: int = 2, /, *args, c, d="x", **kw) -> str: ...


class C:
    "doc of C"
    x = 1
    def m(self, q): "  doc of m\n    indented"
    @staticmethod
    def s(): ...
    @classmethod
    def c(cls, z=1): ...


print(inspect.signature(f), inspect.signature(C.m), inspect.signature(C().m),
    inspect.signature(C.c), inspect.signature(lambda: 0), inspect.signature(C))
print([(p.name, str(p.kind),
    p.default) for p in inspect.signature(f).parameters.values() if p.default is not p.empty],
    inspect.signature(f).bind(1, c=3).arguments, inspect.getdoc(C.m), inspect.getdoc(C))
try:
    inspect.signature(f).bind(1)
except TypeError as error:
    print(error)
print(inspect.isfunction(f), inspect.ismethod(C().m), inspect.isclass(C),
    inspect.ismodule(inspect), inspect.isbuiltin(len), inspect.isgenerator(f),
    [n for n, v in inspect.getmembers(C, inspect.isfunction)], inspect.getmro(C),
    inspect.getfullargspec(f).kwonlyargs, inspect.currentframe().f_code.co_name)
print(inspect.getsource(f).strip(), inspect.getsourcelines(C)[1], inspect.unwrap(f) is f,
    inspect.cleandoc("  a\n    b"))
ns = types.SimpleNamespace(a=1)
ns.b = 2
print(ns, ns == types.SimpleNamespace(a=1, b=2), types.MappingProxyType({"a": 1})["a"],
    types.new_class("New", (C,)).__mro__[1] is C, isinstance(f, types.FunctionType),
    types.NoneType, types.GenericAlias(list, (int,)), types.coroutine.__name__)
