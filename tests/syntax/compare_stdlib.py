"""Every file of the standard library gives CPython's tree, byte for byte."""
import glob
import sys

import oracle


def main():
    tool = oracle.Tool(sys.argv[1])
    failures = 0
    files = sorted(glob.glob("/usr/lib/python3.11/**/*.py", recursive=True))
    files += sys.argv[2:]
    for path in files:
        with open(path, "rb") as f:
            source = f.read()
        expected = oracle.cpython("exec", source)
        got = tool.ask("exec", source)
        if expected[0] == "tree":
            expected = ("tree", oracle.dump(expected[1]))
        elif got[0] == "error":
            expected = oracle.comparable(expected)
            got = oracle.comparable(got)
        if got == expected:
            continue
        failures += 1
        print("differs:", path)
        if got[0] == "tree" and expected[0] == "tree":
            a, b = expected[1], got[1]
            at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
            print("  expected ...%s" % a[max(0, at - 200):at + 120])
            print("  got      ...%s" % b[max(0, at - 200):at + 120])
        else:
            print("  expected", expected[:8] if expected[0] == "error" else "a tree")
            print("  got     ", got[:8] if got[0] == "error" else "a tree")
    if tool.close() != 0:
        print("syntax-tool did not end well")
        failures += 1
    print("%d files, %d differ" % (len(files), failures))
    return 1 if failures or not files else 0


sys.exit(main())
