# assert with and without message.

assert True
assert 1, "not evaluated" + 1
for test in ("assert False", "assert 0, 'text'", "assert [], {'a': 1}", "assert None, (1, 2)"):
    try:
        exec(test)
    except AssertionError as error:
        print(test, "|", error.args, str(error))
print(__debug__)
