# What small numbers take.
import sys

print(sys.getsizeof(5), sys.getsizeof(1.5), sys.getsizeof(True), sys.getsizeof(None), sys.getsizeof([1, 2]))
