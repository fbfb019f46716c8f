# What goes wrong: bisect and heapq.
import bisect
import heapq

a = [1, 3, 3, 5]
for bad in ("bisect.bisect(a, 'x')", "bisect.bisect(a, 1, -1)", "bisect.bisect(5, 1)",
        "heapq.heappop([])", "heapq.heappush((), 1)", "heapq.heapify((1, 2))",
        "heapq.heappush([1], 'a')", "heapq.heapreplace([], 1)"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
