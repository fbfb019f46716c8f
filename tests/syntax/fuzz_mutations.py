"""Real files with a token deleted, doubled, swapped or replaced: the parser accepts what CPython
accepts, gives the same tree, and mostly the same error.

usage: fuzz_mutations.py SYNTAX-TOOL [COUNT [SEED]]
"""
import glob
import io
import random
import sys
import tokenize

import oracle

# Of the rejected texts, this part must agree in kind, line and message; and in all the columns.
MESSAGES = 0.97
PLACES = 0.95
LARGEST = 6000


def pieces(source):
    """The text cut into tokens and what stands between them."""
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    result = []
    end = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        a = starts[token.start[0] - 1] + token.start[1]
        b = starts[min(token.end[0] - 1, len(lines))] + token.end[1]
        b = min(b, len(source))
        if a < end or b <= a:
            continue
        result.append((source[end:a], source[a:b]))
        end = b
    return result, source[end:]


SPARE = list("()[]{}:;,.=+-*@#\\'\"\n\t !$?") + [
    "if", "for", "in", "not", "is", "lambda", "else", "elif", "print", "yield", "await", "async", "*", "**",
    ":=", "==", "->", "...", "None", "True", "import", "from", "as", "with", "try", "except",
    "match", "case", "_", "1", "0x", "1_", "'a'", "f'{x}'", "b'a'", "    ", "del", "global",
    "return", "pass", "class", "def", "raise", "finally", "while", "x", "and", "or",
]


def mutate(rng, parts):
    parts = [list(p) for p in parts]
    for _ in range(rng.choice((1, 1, 1, 1, 2))):
        i = rng.randrange(len(parts))
        kind = rng.randrange(6)
        if kind == 0:
            del parts[i]
            if not parts:
                break
        elif kind == 1:
            parts.insert(i, [parts[i][0] or " ", parts[i][1]])
        elif kind == 2 and i + 1 < len(parts):
            parts[i][1], parts[i + 1][1] = parts[i + 1][1], parts[i][1]
        elif kind == 3:
            parts[i][1] = rng.choice(SPARE)
        elif kind == 4:
            parts.insert(i, [" ", rng.choice(SPARE)])
        else:
            j = rng.randrange(len(parts))
            parts[i][1], parts[j][1] = parts[j][1], parts[i][1]
    return parts


def cut(rng, source):
    """A part of a file, from a line that stands at the margin."""
    lines = source.splitlines(keepends=True)
    tops = [i for i, line in enumerate(lines) if line[:1].isalpha() or line[:1] == "@"]
    if not tops:
        return source
    i = rng.choice(tops)
    return "".join(lines[i:i + rng.randrange(3, 60)])


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    verbose = len(sys.argv) > 4
    rng = random.Random(seed)
    files = sorted(glob.glob("/usr/lib/python3.11/**/*.py", recursive=True))
    tool = oracle.Tool(sys.argv[1])
    rejected = messages = places = wrong = done = 0
    while done < count:
        with open(rng.choice(files), encoding="utf-8", errors="replace") as f:
            source = cut(rng, f.read())
        if not source or len(source) > LARGEST:
            continue
        try:
            parts, rest = pieces(source)
        except (tokenize.TokenError, SyntaxError):
            continue
        if not parts:
            continue
        text = "".join(a + b for a, b in mutate(rng, parts)) + rest
        if "\0" in text or "\\N{" in text:
            continue
        done += 1
        expected = oracle.cpython("exec", text)
        got = tool.ask("exec", text)
        if expected[0] == "tree":
            if got != ("tree", oracle.dump(expected[1])):
                wrong += 1
                print("accepted by CPython, answered otherwise:", got[:8] if got[0] == "error"
                      else "another tree")
                print(text)
            continue
        if got[0] == "tree":
            wrong += 1
            print("rejected by CPython, accepted here:", expected)
            print(text)
            continue
        rejected += 1
        expected = oracle.comparable(expected)
        got = oracle.comparable(got)
        same_message = (expected[1], expected[2], expected[6]) == (got[1], got[2], got[6])
        messages += same_message
        places += expected[:7] == got[:7]
        if verbose and expected[:7] != got[:7]:
            lines = text.splitlines()
            print("---", "place" if same_message else "MESSAGE")
            print("expected", expected)
            print("got     ", got)
            for at in sorted({expected[2], got[2]}):
                print("\n".join("%d|%s" % (n + 1, lines[n])
                                for n in range(max(0, at - 2), min(len(lines), at + 1))))
    if tool.close() != 0:
        print("syntax-tool did not end well")
        wrong += 1
    print("%d texts, %d rejected; same message %.2f %%, same place too %.2f %%; %d wrong"
          % (count, rejected, 100 * messages / rejected, 100 * places / rejected, wrong))
    return 1 if wrong or messages < MESSAGES * rejected or places < PLACES * rejected else 0


sys.exit(main())
