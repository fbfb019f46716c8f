# The module's public names.
import gc

print([name for name in sorted(dir(gc)) if not name.startswith("_")])
print(type(gc.callbacks), type(gc.garbage))
print(type(gc.get_count()), len(gc.get_count()))
