"""The code of the whole standard library keeps the rules of temporaries, jumps and handlers."""
import glob
import subprocess
import sys

files = sorted(glob.glob("/usr/lib/python3.11/*.py") + glob.glob("/usr/lib/python3.11/*/*.py"))
run = subprocess.run([sys.argv[1], "verify"] + files, capture_output=True, text=True)
print("1..2")
print("%s 1 - there is a standard library to compile" % ("ok" if len(files) > 100 else "not ok"))
print("%s 2 - its code is sound" % ("ok" if run.returncode == 0 else "not ok"))
for line in (run.stdout + run.stderr).splitlines()[:40]:
    print("#  ", line)
sys.exit(run.returncode != 0)
