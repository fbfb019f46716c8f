# try, except, else, finally: which parts run.


def run(action):
    steps = []
    try:
        steps.append("try")
        action()
    except (KeyError, IndexError) as error:
        steps.append(f"lookup {error!r}")
    except ValueError:
        steps.append("value")
        raise
    except:
        steps.append("anything")
    else:
        steps.append("else")
    finally:
        steps.append("finally")
        print(steps)


def throw(e):
    def action():
        raise e
    return action


run(lambda: None)
run(throw(KeyError("k")))
run(throw(IndexError))
run(throw(TypeError("t")))
try:
    run(throw(ValueError("v")))
except ValueError as error:
    print("came out:", error)


class Custom(Exception):
    pass


class Sub(Custom):
    pass


for e in (Sub("sub"), Custom(), Exception(1, 2)):
    try:
        raise e
    except Sub:
        print("Sub")
    except Custom as error:
        print("Custom", str(error), error.args)
    except Exception as error:
        print("Exception", str(error), repr(error))
for bad in ("raise 5", "raise 'text'", "raise int", "raise None", "try:\n    1/0\nexcept 5: pass",
            "try:\n    1/0\nexcept (ValueError, 'x'): pass", "raise ValueError from 5", "raise"):
    try:
        exec(bad)
    except Exception as error:
        print(repr(bad), type(error).__name__, error)
