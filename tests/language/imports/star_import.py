# from module import *: with and without __all__.
import os
import sys

files = {
    "with_all.py": "__all__ = ['a', '_b']\na = 1\n_b = 2\nc = 3\n",
    "without.py": "a2 = 1\n_b2 = 2\nimport os as os_alias\n",
    "broken.py": "__all__ = ['missing']\n",
    "odd.py": "__all__ = [5]\n",
}
for path, text in files.items():
    with open(path, "w") as file:
        file.write(text)
sys.path.insert(0, os.getcwd())
space = {}
exec("from with_all import *\nfrom without import *", space)
print(sorted(k for k in space if k != "__builtins__"))
for name in ("broken", "odd"):
    try:
        exec(f"from {name} import *", {})
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
try:
    exec("def f():\n    from with_all import *")
except SyntaxError as error:
    print(error.msg)
