# args: one --two=3 -x file.txt
# sys.argv and others of sys that a script reads.
import os
import sys

print([os.path.basename(a) for a in sys.argv])
print(__name__, os.path.basename(__file__), sys.modules["__main__"].__name__, __doc__,
    __builtins__.__name__, __spec__, __package__)
print(sys.version_info[:2], sys.maxsize, sys.byteorder, sys.maxunicode, sys.getrecursionlimit(),
    sys.platform)
print(os.path.samefile(sys.path[0], os.path.dirname(os.path.abspath(__file__))), type(sys.path),
    type(sys.modules), sys.flags.optimize, sys.stdout.encoding)
print(sys.getdefaultencoding(), sys.getfilesystemencoding(),
    sys.intern("abc") is sys.intern("abc"), sys.hash_info.modulus, sys.float_info.radix,
    sys.implementation.name != "")
