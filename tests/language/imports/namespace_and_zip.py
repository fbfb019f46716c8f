# Name-space packages over two folders, and the order of sys.path.
import os
import sys

for folder in ("p1/ns", "p2/ns", "p3"):
    os.makedirs(folder)
for path, text in {"p1/ns/one.py": "v = 1", "p2/ns/two.py": "v = 2", "p1/which.py": "v = 'p1'",
        "p2/which.py": "v = 'p2'", "p3/which.py": "v = 'p3'"}.items():
    with open(path, "w") as file:
        file.write(text + "\n")
sys.path[:0] = [os.path.abspath("p1"), os.path.abspath("p2")]
import ns.one
import ns.two
import which
print(ns.one.v, ns.two.v, which.v, len(list(ns.__path__)), getattr(ns, "__file__", None))
del sys.modules["which"]
sys.path.insert(0, os.path.abspath("p3"))
import which
print(which.v)
print("math" in sys.builtin_module_names or True, "sys" in sys.builtin_module_names,
    type(sys.meta_path).__name__)
