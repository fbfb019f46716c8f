# Pure-Python modules that memory experiments import: they load, and a call of each works.
import calendar
import codecs
import glob
import io
import keyword
import linecache
import numbers
import os
import pathlib
import queue
import reprlib
import shutil
import stat
import tempfile
import token
import tokenize
import unittest

print(calendar.isleap(2024), codecs.encode("abc", "rot13"), keyword.iskeyword("for"),
    isinstance(1, numbers.Integral))
print(pathlib.PurePosixPath("/a/b.c").suffix, pathlib.Path("x") / "y",
    reprlib.repr(list(range(100))))
q = queue.Queue()
q.put(1)
print(q.get(), q.empty(), stat.S_ISDIR(os.stat(".").st_mode), shutil.which("no-such-program"),
    glob.glob("*.nothing"))
with tempfile.TemporaryDirectory() as d:
    pathlib.Path(d, "f.txt").write_text("content")
    print(pathlib.Path(d, "f.txt").read_text(), sorted(p.name for p in pathlib.Path(d).iterdir()))
    print(repr(linecache.getline(os.path.join(d, "f.txt"), 1)))
tokens = tokenize.generate_tokens(io.StringIO("a = 1\n").readline)
print([t.string for t in tokens][:3], token.tok_name[token.NAME])


class T(unittest.TestCase):
    def test_one(self):
        self.assertEqual(1 + 1, 2)

    def test_two(self):
        with self.assertRaises(ZeroDivisionError):
            1 / 0


suite = unittest.defaultTestLoader.loadTestsFromTestCase(T)
result = unittest.TextTestRunner(stream=io.StringIO()).run(suite)
print(result.testsRun, result.wasSuccessful())
