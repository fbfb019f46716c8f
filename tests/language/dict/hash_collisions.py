# Keys with equal hashes, odd equality, and missing hashing.


class K:
    def __init__(self, n, h=1):
        self.n, self.h = n, h

    def __hash__(self):
        return self.h

    def __eq__(self, other):
        return isinstance(other, K) and self.n == other.n

    def __repr__(self):
        return f"K{self.n}"


d = {K(i): i for i in range(50)}
print(len(d), d[K(7)], d.get(K(99)), K(3) in d, list(d)[:3])
for i in range(0, 50, 3):
    del d[K(i)]
print(len(d), K(3) in d, d[K(4)], sum(d.values()))
s = {K(i % 5, i % 3) for i in range(30)}
print(len(s))


class Raises:
    def __hash__(self): return 1
    def __eq__(self, other): raise ValueError("no comparing")


r = Raises()
d = {r: 1}
print(d[r])
for action in (lambda: d[K(0)], lambda: d.get(K(0)), lambda: K(0) in d,
        lambda: d.update({Raises(): 2}), lambda: {Raises(), Raises()}):
    try:
        action()
        print("fine")
    except ValueError as error:
        print(error)


class BadHash:
    def __hash__(self): raise RuntimeError("no hash")


for action in (lambda: {BadHash(): 1}, lambda: d[BadHash()], lambda: {BadHash()},
        lambda: hash((BadHash(),))):
    try:
        action()
    except RuntimeError as error:
        print(error)
nan = float("nan")
n = {nan: 1}
n[nan] = 2
print(len(n), n[nan], hash(-1) == hash(-2), {-1: "a", -2: "b"}[-1], {2**61 - 1: "m", 0: "z"}[0])
big = {i * 2**32: i for i in range(2000)}
print(len(big), big[5 * 2**32], sum(big.values()))
