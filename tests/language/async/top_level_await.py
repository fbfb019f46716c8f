# compile() with ast.PyCF_ALLOW_TOP_LEVEL_AWAIT.
import ast, inspect
for src in ("await x", "[i async for i in y]", "async for i in x: pass", "async with a: pass", "1", "def f(): await x", "lambda: await x", "class C: await x", "(await i for i in x)", "[await i for i in x]", "return 1"):
    try:
        c = compile(src, "t", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        print(bool(c.co_flags & inspect.CO_COROUTINE))
    except SyntaxError as e: print(e)
    try:
        compile(src, "t", "exec")
        print("fine")
    except SyntaxError as e: print(e)
async def f(): return 5
c = eval(compile("await f()", "t", "eval", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT))
print(type(c))
try: c.send(None)
except StopIteration as e: print(e.value)
ns = {"f": f}
c = eval(compile("y = await f()\nz = [await f() for i in range(2)]", "t", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), ns)
try: c.send(None)
except StopIteration as e: print(e.value, ns['y'], ns['z'])
