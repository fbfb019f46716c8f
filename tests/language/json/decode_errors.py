# What json.loads says to bad texts, and where; hooks and numbers; nesting.
import json

bad = ['', ' ', '{', '[', '{"a"', '{"a":', '{"a": 1', '{"a": 1,', '{"a": 1,}', '{a: 1}', '[1', '[1,',
       '[1,]', '[1 2]', '"abc', '"a\nb"', 'nul', 'tru', 'fals', '-', '--1', '01', '1.', '1.e', '1e',
       '.5', '+1', '1 2', '{"a" 1}', '{1: 2}', '[,]', '"\\x"', '"\\u12"', 'Nan', '-Inf', "{'a': 1}",
       '\ufeff1', '[\n1,\n}']
for text in bad:
    try:
        print(repr(text), json.loads(text))
    except json.JSONDecodeError as e:
        print(repr(text), e, '|', e.msg, e.pos, e.lineno, e.colno)

text = '{"a": [1, 2.5, -3e-2, 1E400, 12345678901234567890], "a": null, "é": {"𝄞": true}, "n": NaN}'
print(json.loads(text))
print(json.loads(text, object_pairs_hook=list))
print(json.loads(text, object_hook=sorted))
print(json.loads(text, parse_float=str, parse_int=hex and (lambda s: int(s) % 7),
                 parse_constant=lambda s: s + '!'))
print(json.loads('[Infinity, -Infinity, -0, -0.0, 0, 1.5, 1e2]é'[:-1]))
print(json.JSONDecoder().raw_decode('  [1]'.strip() + ' tail'))
rows = json.loads('[{"key": 1}, {"key": 2}]')
print([k is rows[0].keys().__iter__().__next__() for r in rows for k in r])
for deep in '[' * 100000, '{"a":' * 100000:
    try:
        json.loads(deep)
    except RecursionError as e:
        print(str(e).partition(' while')[2])
nest = []
for i in range(100000):
    nest = [nest]
try:
    json.dumps(nest)
except RecursionError as e:
    print(str(e).partition(' while')[2])
while nest:
    nest = nest[0]
for f in json.dumps, lambda o: json.dumps(o, indent=1, sort_keys=True), \
        lambda o: json.dumps(o, separators=(',', ':'), ensure_ascii=False):
    print(f({'b': [1, (), {}], 'a': {'x': None, 'é': 1e16}}))
