# Leaves inside a dead cycle go with it.
import gc
import sys

gc.disable()
gc.collect()
text = "shared " * 3
base = sys.getrefcount(text)
ring = [text, (text,), {"t": text}]
ring.append(ring)
print(sys.getrefcount(text) - base)
del ring
print(sys.getrefcount(text) - base)
gc.collect()
print(sys.getrefcount(text) - base)
