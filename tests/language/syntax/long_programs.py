# Many names, many constants, many branches, long jumps.

source = "".join(f"v{i} = {i} * 2\n" for i in range(600))
space = {}
exec(source, space)
print(space["v599"], sum(space[f"v{i}"] for i in range(600)))
body = "".join(f"    a{i} = x + {i}\n" for i in range(400))
exec("def f(x):\n" + body + "    return " + " + ".join(f"a{i}" for i in range(400)), space)
print(space["f"](1))
chain = "def g(x):\n    if x == 0:\n        return 'v0'\n" + "".join(
    f"    elif x == {i}:\n        return 'v{i}'\n" for i in range(1, 500)) + "    return None\n"
exec(chain, space)
print(space["g"](0), space["g"](499), space["g"](500))
loop = "def h(n):\n    t = 0\n    for i in range(n):\n        if i % 2:\n" + \
    "            t += 1\n" * 700 + "        else:\n            t -= 1\n    return t\n"
exec(loop, space)
print(space["h"](10))
many = "def k(" + ", ".join(f"p{i}={i}" for i in range(300)) + "):\n    return p0 + p299\n"
exec(many, space)
print(space["k"](), space["k"](5), space["k"](p299=1))
print(eval("print(" + ", ".join("1" for _ in range(300)) + ", sep='')"))
