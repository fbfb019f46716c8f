# bisect and heapq.
import bisect
import heapq
import random

a = [1, 3, 3, 5]
print(bisect.bisect(a, 3), bisect.bisect_left(a, 3), bisect.bisect_right(a, 0),
    bisect.bisect(a, 9), bisect.bisect_left(a, 4, 1, 3), bisect.bisect([], 1),
    bisect.bisect(["a", "bb"], 1, key=len))
bisect.insort(a, 4)
bisect.insort_left(a, 3)
print(a)
h = []
for x in [5, 1, 8, 3, 2, 9, 1]:
    heapq.heappush(h, x)
print(h, heapq.heappop(h), h, heapq.heappushpop(h, 0), heapq.heapreplace(h, 7), h,
    heapq.heappushpop([], 1))
x = random.Random(3).sample(range(1000), 50)
heapq.heapify(x)
print(x[:10], [heapq.heappop(x) for _ in range(5)], heapq.nlargest(3, x), heapq.nsmallest(3, x),
    heapq.nlargest(2, ["a", "ccc", "bb"], key=len), list(heapq.merge([1, 4], [2, 3], [0, 9])),
    list(heapq.merge("ca", "b", reverse=True)))
print(heapq.nsmallest(0, [1]), heapq.nlargest(10, [1, 2]),
    [heapq.heappop(h) for _ in range(len(h))])
tasks = [(2, "b"), (1, "z"), (1, "a")]
heapq.heapify(tasks)
print([heapq.heappop(tasks) for _ in range(3)])
