# How values of every built-in type print.


def f(): pass


class C:
    def m(self): pass


print([1, 1.0, 1j, "s", b"b", bytearray(b"a"), None, True, ..., NotImplemented])
print((), (1,), (1, 2), [], {}, set(), {1}, frozenset(), frozenset([1]), range(5), range(1, 5, 2),
    slice(1, None, 2))
print(1e16, 1e15, 123456789012345.6, 1e-4, 1e-5, 0.1, -0.0, float("inf"), 1.5e300, 100000.0, 1e22,
    1 / 3)
print(1 + 2j, -1j, 1.5 - 0j, complex("nan"), complex(0, -0.0), complex(-0.0, 1))
print("a'b", 'a"b', "a'b\"c", ["a'b", 'a"b', "a'b\"c"],
    repr("\n\t\r\\\x00\x7f\x80\xa0é\u200b\ud800😀"))
print(b"\n\t\\\x00\x7f\xff'", b'\'"', bytearray(b"\x01"), ascii("é😀\ud800"))
print(len, print, f.__name__, repr(f)[:13], C, repr(C())[:21], int, type, type(None), object)
print(repr([].append)[:33], repr(C().m)[:30], str.upper, int.__add__, [].__len__.__name__,
    dict.fromkeys)
print(iter([]).__class__, {}.keys(), {1: 2}.values(), {1: 2}.items(), {}.items().__class__,
    memoryview(b"a").__class__)
print(type(f), type(C.m), type(C().m), type(len), type(f.__code__), type(iter(())), type(iter("")),
    type(iter({})))
print(ValueError("x"), repr(ValueError("x")), [KeyError("k")], Exception(), repr(Exception(1, [2])))
import sys
print(sys.__class__, repr(sys), repr(__builtins__)[:20], property(), staticmethod(len), [super])
print(zip().__class__, map(len, []).__class__, enumerate([]).__class__, reversed([]).__class__,
    filter(None, []).__class__)
