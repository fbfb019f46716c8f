# importlib: import_module, reload, and modules made by hand.
import importlib
import os
import sys
import types

with open("live.py", "w") as file:
    file.write("count = 1\n")
sys.path.insert(0, os.getcwd())
live = importlib.import_module("live")
print(live.count)
sys.dont_write_bytecode = True
with open("live.py", "w") as file:
    file.write("count = 22222\nextra = True\n")
print(importlib.reload(live) is live, live.count, live.extra)
made = types.ModuleType("made", "its doc")
made.x = 5
sys.modules["made"] = made
import made as got
print(got is made, got.__doc__, got.x, got.__name__, made)
exec("y = x * 2", made.__dict__)
print(made.y, importlib.import_module("os.path") is os.path)
try:
    importlib.import_module(".x")
except TypeError as error:
    print(error)


class Lazy(types.ModuleType):
    def __getattr__(self, name):
        return "lazy " + name


sys.modules["lazy"] = Lazy("lazy")
import lazy
from lazy import anything
print(lazy.abc, anything)
with open("hooked.py", "w") as file:
    file.write(
        "def __getattr__(name):\n    if name == 'dyn': return 'dynamic'\n    raise AttributeError(f'no {name}')\ndef __dir__(): return ['dyn']\n")
importlib.invalidate_caches()
import hooked
print(hooked.dyn, dir(hooked))
try:
    hooked.other
except AttributeError as error:
    print(error)
from hooked import dyn
print(dyn)
