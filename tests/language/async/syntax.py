# Where await and its relatives may not stand.
for source in (
    "await x",
    "def f():\n    await x",
    "def f():\n    async for x in y: pass",
    "def f():\n    async with x: pass",
    "async def f():\n    yield from x",
    "async def f():\n    yield 1\n    return 2",
    "def f():\n    return [x async for x in y]",
    "async def f():\n    def g():\n        await x",
    "async def f():\n    return lambda: await x",
    "class C:\n    await x",
    "async def f():\n    [x async for x in await y]",
    "async def f():\n    return (x async for x in y)",
    "def f():\n    return (x async for x in y)",
    "async def f(x=await y): pass",
    "async x = 1",
    "await = 1",
    "async def f():\n    async with a as b, c as (d, e): pass",
    "async def f(): return [[y async for y in x] for x in z]",
    "async def f():\n    await = 2",
):
    try:
        compile(source, "<test>", "exec")
        print("fine")
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset)
