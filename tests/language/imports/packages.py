# Packages and modules from sys.path: submodules, relative imports, __init__, __all__.
import os
import sys

os.makedirs("pkg/sub")
files = {
    "pkg/__init__.py": "print('init pkg', __name__, __package__)\nvalue = 1\n__all__ = ['a', 'value']\n",
    "pkg/a.py": "print('init a', __name__, __package__)\nfrom . import b\nfrom .b import name as renamed\nfrom .sub.c import up\n",
    "pkg/b.py": "name = 'b.name'\n_private = 1\n",
    "pkg/sub/__init__.py": "",
    "pkg/sub/c.py": "from .. import value\nfrom ..b import name\nup = value, name\n",
    "simple.py": "x = 5\n_hidden = 6\ndef f(): return __name__\n",
}
for path, text in files.items():
    with open(path, "w") as file:
        file.write(text)
sys.path.insert(0, os.getcwd())
import pkg.a
print(pkg.a.renamed, pkg.a.up, pkg.b.name, pkg.sub.c.up, "pkg.sub" in sys.modules)
import pkg.a as again
print(again is sys.modules["pkg.a"])
from pkg import *
print(a is again, value)
from simple import *
print(x, f(), "_hidden" in globals())
import simple as s, pkg.sub.c as c
print(s.x, c.up, s.__name__, os.path.basename(s.__file__), s.__doc__, c.__package__,
    pkg.__path__ == [os.path.abspath("pkg")])
print(s, [n for n in dir(s) if not n.startswith("__")])
s.x = 99
import simple
print(simple.x)
del sys.modules["simple"]
import simple
print(simple.x, s.x, simple is s)
