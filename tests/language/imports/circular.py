# Modules that import each other.
import os
import sys

files = {
    "one.py": "print('one starts')\nimport two\nx = 1\nprint('one ends', two.y)\n",
    "two.py": "print('two starts')\nimport one\nprint('one has x:', hasattr(one, 'x'))\ny = 2\ndef later(): return one.x\nprint('two ends')\n",
    "three.py": "from four import z\nw = 1\n",
    "four.py": "from three import w\nz = 2\n",
}
for path, text in files.items():
    with open(path, "w") as file:
        file.write(text)
sys.path.insert(0, os.getcwd())
import one
import two
print(two.later())
try:
    import three
except ImportError as error:
    print(type(error).__name__, str(error).split(" (")[0])
print("three" in sys.modules, "four" in sys.modules)
