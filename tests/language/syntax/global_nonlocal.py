# global and nonlocal.

count = 0


def bump():
    global count, made_here
    count += 1
    made_here = "global"


bump()
bump()
print(count, made_here)


def outer():
    x = 1
    y = 1

    def middle():
        def inner():
            nonlocal x
            x += 1
            return x
        y = 5
        return inner() + y
    r = middle()
    return r, x, y


print(outer())


def shadow():
    count = "local"

    def inner():
        global count
        count = "changed"
        return count
    return inner(), count


print(shadow(), count)


def make():
    total = 0

    def add(n):
        nonlocal total
        total += n
        return total

    def get():
        return total
    return add, get


add, get = make()
add(5)
add(6)
print(get())


class K:
    global from_class
    from_class = 3
    own = 4


print(from_class, hasattr(K, "from_class"), K.own)


def deletes():
    global count
    del count


deletes()
print("count" in globals())
