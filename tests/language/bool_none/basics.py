# bool, None, Ellipsis, NotImplemented.

print(bool(), bool([]), bool([0]), bool(""), bool("0"), bool(0.0), bool(None), bool(...), bool({}),
    bool(range(0)), bool(object()))
print(True is True, True == 1, True + 1, str(True), repr(False), int(True), True and 5,
    False or None, not None, type(True), bool.__bases__)
print(True & True, True & 1, True | False, True ^ 1, ~False, True << 2, True < 2, hash(True),
    [10, 20][True], "ab"[False], True // True, True ** False)
print({True: "a", 1: "b", 1.0: "c"}, [True, False].count(1), sum([True] * 5),
    sorted([True, False, True]), max(False, True), True.__repr__(), format(True), f"{True:d}")
print(type(None)() is None, type(...)() is ..., repr(...), repr(None), None == None, None == 0,
    None is None, hash(None) == hash(None), Ellipsis is ...)
print(bool.from_bytes(b"\x01"), True.bit_length(), True.to_bytes(1, "big"), isinstance(True, bool),
    bool("False"), True.real, True.conjugate())
