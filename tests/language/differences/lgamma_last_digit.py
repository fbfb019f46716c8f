# The last digit of math.lgamma and math.gamma.
import math

print(math.lgamma(10))
