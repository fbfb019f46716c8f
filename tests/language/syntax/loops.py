# for, while, break, continue, else.

for i in range(5):
    if i == 1:
        continue
    if i == 3:
        break
    print(i)
else:
    print("not printed")
for i in []:
    pass
else:
    print("else of empty for; i is still", i)
n = 3
while n:
    n -= 1
    if n == 1:
        continue
    print("n", n)
else:
    print("while ended")
while True:
    break
else:
    print("not printed")
for i in range(2):
    for j in range(3):
        if j == 1:
            break
    else:
        print("never")
    print(i, j)


def search(x, items):
    for at, item in enumerate(items):
        if item == x:
            return at
    else:
        return None


print(search(3, [1, 2, 3]), search(9, []))
items = [1, 2, 3]
for x in items:
    if x < 3:
        items.append(x + 10)
    if len(items) > 6:
        break
print(items)
