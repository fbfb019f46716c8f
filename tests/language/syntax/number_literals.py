# Literals of numbers.

print(0, 1_000_000, 0x_ff, 0b101, 0o17, 0XFF, 0B1, 0O7, 00, 0_0)
print(1.5, 1., .5, 1e3, 1E-3, 1_0.0_1, 1e+2, 0.0, 00.5, 1_0e1_0)
print(1j, 1.5J, 1e3j, 0j, 3_0j)
print(10**20, 0xffffffffffffffffffff, 123456789012345678901234567890)
print(1 .real, 1.0.real, 1..imag, 5 .bit_length())
for bad in ("01", "1__0", "1_", "0x", "0b2", "0o8", "1e", "1_.5", "0_x1", "1abc", "0b", "1.e_1",
            "0xfg", "12if 1 else 2"):
    try:
        print(bad, "|", eval(bad))
    except SyntaxError as error:
        print(bad, "|", error.msg)
