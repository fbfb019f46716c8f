# operator: functions, itemgetter, attrgetter, methodcaller.
import operator as op

print(op.add(1, 2), op.mul("a", 3), op.truediv(1, 2), op.floordiv(7, 2), op.mod(7, 3), op.neg(5),
    op.pow(2, 3), op.and_(6, 3), op.xor(6, 3), op.lshift(1, 4), op.inv(5), op.not_([]),
    op.truth("x"), op.is_(None, None), op.matmul.__name__, op.concat("a", "b"),
    op.contains([1], 1), op.countOf([1, 1], 1), op.indexOf("abc", "c"), op.index(True),
    op.length_hint([1]))
print(op.lt(1, 2), op.le(2, 2), op.eq(1, 1.0), op.ne(1, 2), op.ge(1, 2), op.gt(2, 1),
    op.getitem({"a": 1}, "a"), op.abs(-1), op.pos(-1))
x = [1, 2, 3]
op.setitem(x, 0, 9)
op.delitem(x, 1)
print(x, op.iadd(x, [4]), x, op.ior({1}, {2}), op.imul(3, 4))
print(op.itemgetter(1)("abc"), op.itemgetter(0, 2)("abc"), op.itemgetter("k")({"k": 1}),
    op.itemgetter(slice(1, 3))("abcd"), op.attrgetter("real")(5),
    op.attrgetter("real", "imag")(1 + 2j), op.attrgetter("__class__.__name__")(5),
    op.methodcaller("upper")("a"), op.methodcaller("split", ",", maxsplit=1)("a,b,c"),
    op.call(max, 1, 2))
print(op.itemgetter(1), op.attrgetter("a.b"), op.methodcaller("m", 1, k=2),
    sorted([(1, "b"), (0, "c")], key=op.itemgetter(1)), sorted("bca", key=op.methodcaller("lower")))
