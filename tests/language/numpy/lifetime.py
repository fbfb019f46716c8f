# A view keeps its base's buffer alive; the buffer dies with the last view.
import gc
import sys
import weakref

import numpy as np


class Tagged:
    pass


gc.disable()
a = np.arange(1000)
r = weakref.ref(a)
v = a[10:20]
del a
print("base alive through view:", r() is not None, v.sum())
w = v[2:4]
del v
print("through a view of a view:", r() is not None, w)
del w
print("gone:", r() is None)
a = np.zeros(5)
print(sys.getrefcount(a), a.nbytes, sys.getsizeof(a) > a.nbytes,
    sys.getsizeof(np.zeros(10**6)) > 8 * 10**6 - 1,
    sys.getsizeof(a[1:]) < sys.getsizeof(np.zeros(10**6)))
ring = [np.ones(10)]
ring.append(ring)
r = weakref.ref(ring[0])
del ring
print(r() is not None, gc.collect() >= 1, r() is None, gc.is_tracked(a))
