# Whatever is reachable survives any number of collections, unchanged.
import gc


class Node:
    def __init__(self, value):
        self.value = value
        self.children = []


root = Node(0)
todo = [root]
for i in range(1, 300):
    n = Node(i)
    todo[i // 3].children.append(n)
    todo.append(n)
n.back = root
extra = {"root": root, (1, 2): {root}, "f": lambda: root, "it": iter([root, n]),
    "gen": (x for x in [root])}
del n


def total(node):
    return node.value + sum(total(c) for c in node.children)


print(total(root))
for generation in (0, 1, 2, 2, 2):
    gc.collect(generation)
print(total(root), total(extra["root"]), len(extra[(1, 2)]), extra["f"]() is root,
    next(extra["it"]) is root, next(extra["gen"]) is root, todo[-1].back is root)
