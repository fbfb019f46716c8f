# Identifiers beyond ASCII, normalised to NFKC.

größe = 3
π = 3.14
имя = "name"
print(größe, π, имя)
ﬁ = "ligature"
print(fi, "fi" in globals(), "ﬁ" in globals())


class Ä:
    ö = 1


print(Ä.ö, getattr(Ä, "ö"), Ä.__name__, ª if "ª" in globals() else "none")
print("é".isidentifier(), "1a".isidentifier(), "a-b".isidentifier(), "".isidentifier())
for bad in ("a€ = 1", "“x”", "x = 1 – 2", "a\u00a0= 1"):
    try:
        compile(bad, "<t>", "exec")
    except SyntaxError as error:
        print(error.msg)
