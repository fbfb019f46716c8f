# str: find, index, count, startswith, endswith, in, replace, partition, split.

s = "hello world, hello moon"
print(s.find("hello"), s.find("hello", 1), s.rfind("hello"), s.find("x"), s.find("", 5),
    s.find("", 100), s.rfind(""), s.find("o", -5), s.find("hello", 0, 4))
print(s.index("moon"), s.rindex("o"), s.count("l"), s.count("ll"), s.count(""), "aaaa".count("aa"),
    s.count("o", 5, 10), "".count(""), "abc".count("", 3), "abc".count("", 4))
print(s.startswith("hello"), s.startswith(("x", "he")), s.startswith("world", 6),
    s.endswith("moon"), s.endswith(("a", "n")), s.startswith(""), "".startswith(""),
    s.startswith("", 100), s.endswith("o", 0, 5), s.startswith(()))
print("lo w" in s, "" in s, "" in "", "x" in s, s.replace("hello", "bye"), s.replace("o", "0", 2),
    "aaa".replace("", "-"), "aaa".replace("a", ""), "abc".replace("b", "bb", 0),
    "".replace("", "x"), "".replace("", "x", 0))
print(s.partition(" "), s.rpartition(" "), s.partition("x"), s.rpartition("x"),
    "a--b--c".partition("--"))
print(s.split(), s.split("l"), s.split("hello"), s.split(None, 1), s.split("o", 2),
    s.rsplit("o", 1), s.rsplit(None, 2), " a  b ".split(), " a  b ".split(" "), "".split(),
    "".split(","), "a,,b,".split(","), "a b c".split(maxsplit=1), " a b ".rsplit(None, 1))
print("a\nb\r\nc\rd\x0be\x0cf\x1cg\u2028h".splitlines(), "a\n\nb\n".splitlines(True),
    "".splitlines(), "\n".splitlines(), "a\x85b".splitlines())
print("prefix-x".removeprefix("prefix-"), "x.txt".removesuffix(".txt"), "abc".removeprefix("x"),
    "abc".removesuffix(""), "aa".removeprefix("aaa"))
