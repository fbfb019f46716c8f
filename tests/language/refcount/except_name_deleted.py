# The name of an except clause is gone after it, and so is its exception.


class Noisy(Exception):
    def __del__(self):
        print("del exception")


try:
    raise Noisy("x")
except Noisy as error:
    print("caught", error)
print("after")
try:
    error
except NameError as problem:
    print(problem)


def function():
    try:
        raise Noisy("y")
    except Noisy as error:
        print("caught", error)
    print("after")
    try:
        return error
    except UnboundLocalError as problem:
        print(problem)


function()
