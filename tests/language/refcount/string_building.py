# Large temporaries are gone when the expression is over: peak, not sum.
import sys

text = ""
for i in range(1000):
    text = text + str(i)
print(len(text))
s = "x" * 1000
s += "y" * 1000
print(len(s), s.count("y"))
t = s
s += "z"
print(len(t), len(s))
