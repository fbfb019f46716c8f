# get_referrers: who holds an object directly.
import gc

gc.disable()


class Holder:
    pass


target = ["target"]
by_list = [target]
by_tuple = (target, 1)
by_dict = {"t": target}
h = Holder()
h.t = target
found = gc.get_referrers(target)
for name, holder in (("list", by_list), ("tuple", by_tuple), ("dict", by_dict)):
    print(name, any(x is holder for x in found))
print("module", any(x is globals() for x in found))
print("unrelated", any(x == ["other"] for x in found))
print(len(gc.get_referrers(object())))
other = [by_list]
print([x for x in gc.get_referrers(by_list) if x is other] == [other])
