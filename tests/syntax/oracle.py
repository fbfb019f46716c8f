"""What CPython says of a text, and what our parser says: both as comparable values."""
import ast
import subprocess
import warnings


class Tool:
    """A running syntax-tool, asked again and again."""

    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.warnings = []

    def ask(self, mode, source):
        data = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
        pipe = self.process.stdin
        try:
            pipe.write(b"%s %d\n" % (mode.encode(), len(data)))
            pipe.write(data)
            pipe.flush()
        except BrokenPipeError:
            pass
        self.warnings = []
        while True:
            head = self.process.stdout.readline().split()
            if len(head) != 2:
                raise RuntimeError("syntax-tool died on %r" % source[:400])
            body = self.process.stdout.read(int(head[1])).decode("utf-8", "surrogatepass")
            if head[0] != b"warning":
                break
            self.warnings.append(body)
        if head[0] == b"error":
            kind, lineno, offset, end_lineno, end_offset, message, text = body.split("\n", 6)
            return ("error", kind, int(lineno), int(offset), int(end_lineno), int(end_offset),
                    message, text)
        return (head[0].decode(), body)

    def close(self):
        self.process.stdin.close()
        return self.process.wait()


def cpython(mode, source):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = compile(source, "<no such file>", mode, ast.PyCF_ONLY_AST, dont_inherit=True)
    except SyntaxError as e:
        return ("error", type(e).__name__, e.lineno or 0, e.offset or 0, e.end_lineno or 0,
                e.end_offset or 0, e.msg, e.text or "")
    except (ValueError, MemoryError, RecursionError) as e:
        return ("error", type(e).__name__, 0, 0, 0, 0, str(e), "")
    return ("tree", tree)


def cpython_warnings(source):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(source, "<no such file>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    return ["%s:%d:%s" % (w.category.__name__, w.lineno, w.message) for w in caught]


def dump(tree):
    return ast.dump(tree, include_attributes=True)


def comparable(answer):
    """Without what may differ: unset columns, the newline at the end of the quoted line."""
    if answer[0] == "tree":
        return answer
    kind, name, lineno, offset, end_lineno, end_offset, message, text = answer
    return (kind, name, max(lineno, 0), max(offset, 0), max(end_lineno, 0), max(end_offset, 0),
            message, text.rstrip("\n"))
