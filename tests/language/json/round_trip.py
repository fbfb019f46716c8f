# json: dumps, loads, errors.
import json

data = {"a": [1, 2.5, None, True, "é\n\"\\"], "b": {"nested": {}}, "c": [], "big": 10**25,
    "t": (1, 2), "": "empty", "neg": -0.0, "exp": 1e100}
s = json.dumps(data)
print(s, json.loads(s) == {**data, "t": [1, 2]})
print(json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False))
print(json.dumps({1: "a", None: "b", True: "c", 1.5: "d"}),
    json.dumps([1, [2]], separators=(",", ":")), json.dumps("\x00\x1f\x7f\u2028😀"),
    json.dumps(float("inf")), json.dumps([], indent=2),
    json.dumps({"z": 1, "a": 2}, sort_keys=True), json.dumps("é", ensure_ascii=False),
    json.dumps([1], indent="\t"))
for text in ("[]", ' {"a" : [1, -2.5e3, "x\\u00e9\\ud83d\\ude00"] } ', "null", "1e5", "-0",
        '"\\n\\/"', "true", "[1,2]", "NaN", "-Infinity", "12345678901234567890", '"é"',
        b'{"b": 1}', "0.1"):
    print(text, json.loads(text))
for bad in ("", "[", "[1,]", "{a:1}", "{'a':1}", '{"a" 1}', '{"a":}', "nul", '"open', '"\x01"',
        "[1] x", "01", '"\\x"', "+1", "[1 2]", '{"a":1,}', "{", '"\\u12"', "-", "1.", "\ufeff[]"):
    try:
        print(repr(bad), json.loads(bad))
    except json.JSONDecodeError as error:
        print(repr(bad), error, error.pos, error.lineno, error.colno)
for bad in (object, {1}, b"x", 1j, {(1, 2): 3}, {"k": {4}}):
    try:
        json.dumps(bad)
    except TypeError as error:
        print(error)
loop = []
loop.append(loop)
try:
    json.dumps(loop)
except ValueError as error:
    print(error)
print(json.dumps({"x": 1j}, default=lambda o: [o.real, o.imag]),
    json.loads('{"a": 1, "b": 2}', object_hook=lambda d: sorted(d)),
    json.loads("[1.5]", parse_float=str), json.loads('{"a": 1, "a": 2}', object_pairs_hook=list),
    json.dumps({(1,): 1, "a": 2}, skipkeys=True))
try:
    json.loads("[" * 100000)
except RecursionError:
    print("RecursionError")
import io

f = io.StringIO()
json.dump([1, {"a": 2}], f)
print(f.getvalue(), json.load(io.StringIO("[3]")), list(json.JSONEncoder().iterencode([1,
    "a"]))[:2])
