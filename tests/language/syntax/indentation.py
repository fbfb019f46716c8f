# Blocks: one-liners, semicolons, continuation, and the errors of indentation.

if True: print("one line"); print("two statements")
x = (1 +
     2
     + 3)
print(x, [
    1,
  2,
        3])
if x:
        print("deep indent is fine")
for i in range(2): pass
else: print("else")
y = 1 + \
    2
print(y)
class Empty: pass
def f(): return 1; print("dead")
print(f(), Empty.__name__)
if True:
    # a comment only
    pass

    # another

print("after")
for name, bad in [("unexpected", "x = 1\n  y = 2"), ("missing", "if x:\ny = 1"),
                  ("dedent", "if x:\n    y\n  z"), ("tabs", "if x:\n\ty\n        z"),
                  ("eof", "def f():"), ("else", "else:\n    pass"), ("for", "for i in x:\npass"),
                  ("class", "class C:\nx"), ("try", "try:\n    x\ny"), ("with", "with a:\nb"),
                  ("while", "while 1:\n"), ("elif", "if a:\n    b\nelif c:\nd")]:
    try:
        compile(bad, "<test>", "exec")
        print(name, "fine")
    except SyntaxError as error:
        print(name, "|", type(error).__name__, error.msg, error.lineno)
