# Conversions between the built-in types.

print(list("abc"), tuple([1, 2]), set("aab") == {"a", "b"}, dict([("a", 1)]),
    dict(zip("ab", [1, 2])))
print(list({"a": 1, "b": 2}), list({"a": 1}.items()), tuple({"k": "v"}), sorted({3, 1}),
    list(range(3)))
print(int("12"), int(3.7), int(True), float("1e3"), float(7), complex("1+2j"), bool("x"), str(5))
print(bytes([1, 2]), bytearray(b"a"), bytes("é", "utf-8"), list(b"ab"), str(b"a", "ascii"),
    b"a".decode())
print(chr(97), ord("a"), hex(255), oct(8), bin(3), int("ff", 16), int("0b11", 0), f"{255:x}")
print("".join(["a", "b"]), "a,b".split(","), list(map(int, "1 2 3".split())), tuple("ab") + (1,))
print(frozenset([1]) == {1}, list(reversed("abc")), list(enumerate("ab")), [*"ab", *b"c"],
    {**{"a": 1}})
print(int.from_bytes(b"\x01\x00", "big"), (256).to_bytes(2, "big"), float.fromhex("0x1p3"),
    (0.5).hex())
print(repr("a"), eval(repr([1, "x", (2.5, None)])), str([1, "x"]), ascii("é"),
    format(3.14159, ".2f"))
print(list(zip(*[[1, 2], [3, 4]])), sum([[1], [2]], []), sorted("hello", reverse=True), max("abc"),
    min([3, 1]))
