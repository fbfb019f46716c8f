# random: the sequences of a seed.
import random

for seed in (0, 1, 42, 2**40, -5, "text", b"bytes", 1.5, None.__class__.__name__):
    random.seed(seed)
    print(seed, random.random(), random.getrandbits(10), random.randint(1, 100),
        random.randrange(0, 1000, 7), random.choice("abcdef"), random.uniform(1, 2))
r = random.Random(7)
x = list(range(10))
r.shuffle(x)
print(x, r.sample(range(1000), 5), r.choices("abc", k=6), r.choices([1, 2], weights=[1, 9], k=5),
    r.sample("abc", 2), r.sample([1, 2], counts=[3, 3], k=4))
print(r.gauss(0, 1), r.normalvariate(0, 1), r.expovariate(2), r.betavariate(1, 2),
    r.triangular(0, 1, 0.5), r.gammavariate(2, 3), r.lognormvariate(0, 1), r.vonmisesvariate(0, 1),
    r.paretovariate(3), r.weibullvariate(1, 2))
state = r.getstate()
a = [r.random() for _ in range(3)]
r.setstate(state)
print(a == [r.random() for _ in range(3)], state[0], len(state[1]), r.getrandbits(100),
    r.getrandbits(1), r.getrandbits(32), r.getrandbits(64), r.randbytes(5), r.getrandbits(0))
r.seed(123, version=1)
print(r.random())
total = 0
r.seed(2024)
for _ in range(2000):
    total += r.getrandbits(32)
print(total, r.randint(0, 10**30), r.randrange(10**20), r.random())
