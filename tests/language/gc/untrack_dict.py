# Dicts are untracked until something tracked goes in; a full collection untracks them again.
import gc

gc.disable()
d = {}
print("empty", gc.is_tracked(d))
d["a"] = 1
d[2] = "b"
print("leaves", gc.is_tracked(d))
d["list"] = []
print("a list", gc.is_tracked(d))
del d["list"]
print("removed", gc.is_tracked(d))
gc.collect(0)
gc.collect(1)
print("after young ones", gc.is_tracked(d))
gc.collect()
print("after a full one", gc.is_tracked(d))
d[(1, 2)] = None
print("tuple as key", gc.is_tracked(d))
print("literal with list", gc.is_tracked({"a": []}))
print("copy", gc.is_tracked({"a": []}.copy()), gc.is_tracked({"a": 1}.copy()))
print("fromkeys", gc.is_tracked(dict.fromkeys("ab")), gc.is_tracked(dict.fromkeys("ab", [])))
print("dict(pairs)", gc.is_tracked(dict([("a", 1)])), gc.is_tracked(dict(a=[])))
print("comprehension", gc.is_tracked({i: i for i in range(3)}))
d = {}
d.update(x=[])
print("update", gc.is_tracked(d))
d = {}
d.setdefault("k", [])
print("setdefault", gc.is_tracked(d))
