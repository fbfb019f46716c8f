# Subclasses: __missing__, overridden access, defaultdict, OrderedDict, Counter.
from collections import Counter, OrderedDict, defaultdict


class Zero(dict):
    def __missing__(self, key):
        return 0


class Lower(dict):
    def __getitem__(self, k): return super().__getitem__(k.lower())
    def __setitem__(self, k, v): super().__setitem__(k.lower(), v)
    def __contains__(self, k): return super().__contains__(k.lower())


z = Zero(a=1)
z["b"] += 5
print(z, z["none"], z.get("none"))
l = Lower()
l["ABC"] = 1
print(l, l["abc"], "Abc" in l, l.get("ABC"), dict(l))
dd = defaultdict(list)
dd["x"].append(1)
dd["y"]
print(dd, dd.default_factory, dd.get("q"), len(dd), dd | {"z": 1}, dd.copy())
try:
    defaultdict(None)["k"]
except KeyError as error:
    print(error)
try:
    defaultdict(5)
except TypeError as error:
    print(error)
o = OrderedDict(a=1, b=2, c=3)
o.move_to_end("a")
o.move_to_end("c", last=False)
print(o, o.popitem(last=False), list(reversed(o)), o == OrderedDict(b=2, a=1),
    o == {"a": 1, "b": 2}, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1))
try:
    o.move_to_end("zz")
except KeyError as error:
    print(error)
c = Counter("mississippi")
print(c, c.most_common(2), c["z"], c + Counter("miss"), c - Counter("iii"), c & Counter("sip"),
    sum(c.values()), sorted(c.elements())[:3], c.total())
c.update("zz")
c.subtract("mm")
print(sorted(c.items()), +c == Counter("issississippizz".replace("m", "")) or "differs",
    Counter(a=1) == Counter(a=1, b=0))
