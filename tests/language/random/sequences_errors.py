# What goes wrong: random: the sequences of a seed.
import random

r = random.Random(7)
a = [r.random() for _ in range(3)]
for bad in ("random.choice([])", "random.randrange(0)", "random.randint(5, 1)",
        "random.sample([1], 2)", "random.getrandbits(-1)", "random.seed([])",
        "random.sample({1}, 1)", "random.randrange(1.5)", "random.choices([], k=1)",
        "random.getrandbits('a')", "random.randrange(1, 10, 0)", "random.setstate((9, (), None))",
        "random.choices('a', weights=[1, 2])"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
