# f-strings: expressions, conversions, nesting, self-documenting.

name, width, value = "world", 10, 3.14159
print(f"hello {name}", f"{name!r:>{width}}|", f"{value:.{width // 5}f}", f"{{literal}} {{{name}}}")
print(f"{1 + 2}{'a' 'b'}{[i for i in range(3)]}{(lambda x: x * 2)(4)}")
print(f"{name=} {value = :.2f} {1+1=} { name = !s}")
print(f"{'nested ' + f'{name}'} {f'{name:>{width}}'}")
print(f"{value:>{width}.{2}f}|{value:^+12.1e}|{name:*^11}|{name!s:.3}|{name!a}")
print(f"{'é'!a} {'x':5}| {5:05d} {5:<5}| {255:#x} {255:#010b} {1234567:,} {1234567:_}")
print(f'{"quotes"} {chr(10)!r} {"a" if name else "b"} {name[0]} {name.upper()} {dict(a=1)["a"]}')
print(f"""multi
line {
    name
} end""")
print(rf"raw\n{name}\d", fr"{1}\t", f"a" "b{not}" f"{1}", f"" == "")
print(f"{True} {None} {...} {3,} {3, 4} {{1}} {[1]!s} {'}'}")
print(f"{name:{'>'}{width}}|{1:{''}}|{value!r:^{width}.{4}}|")


class F:
    def __format__(self, spec):
        return f"spec={spec!r}"


print(f"{F()} {F():abc} {F():%Y-%m-%d} {F()!r:.5} {F():{1}{2}}")
n = 5
print(f"{n!r}{n!s}{n!a} {n:} {n : }", f"{n:{n}}", f"{-n: }", f"{lambda_ if (lambda_ := 3) else 0}")
try:
    f"{undefined}"
except NameError as error:
    print(error)
try:
    f"{name:d}"
except ValueError as error:
    print(error)
