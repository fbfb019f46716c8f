# What goes wrong: operator: functions, itemgetter, attrgetter, methodcaller.
import operator as op

x = [1, 2, 3]
for bad in ("op.itemgetter()", "op.itemgetter(5)('a')", "op.attrgetter(5)",
        "op.attrgetter('x')(1)", "op.methodcaller()", "op.methodcaller('nope')(1)",
        "op.add(1, 'a')", "op.add(1)", "op.indexOf([], 1)", "op.index(1.5)", "op.contains(5, 1)",
        "op.methodcaller(5)"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
