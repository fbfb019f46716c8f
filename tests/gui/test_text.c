/* Formatted text without a display: escape sequences, Markdown, HTML, tracebacks. */
#include "gui/memoir-ansi.h"
#include "gui/memoir-html.h"
#include "gui/memoir-markdown.h"
#include "gui/memoir-traceback.h"
#include "tests/tap.h"

#include <string.h>

static void ansi_is(const char *text, const char *wanted, const char *name)
{
    g_autofree char *plain = memoir_ansi_strip(text, strlen(text));

    is_str(plain, wanted, "%s", name);
}

static void markup_is(const char *text, const char *wanted, const char *name)
{
    g_autofree char *markup = memoir_ansi_to_markup(text, strlen(text));

    is_str(markup, wanted, "%s", name);
}

static void test_ansi(void)
{
    ansi_is("plain\ntext\n", "plain\ntext\n", "plain text stays");
    ansi_is("10%\r50%\r100%\n", "100%\n", "a carriage return goes back to the line's beginning");
    ansi_is("abcdef\rXY\n", "XYcdef\n", "and what is written replaces");
    ansi_is("abc\b\bX", "aXc", "a backspace goes back by one");
    ansi_is("\b\bx\n", "x\n", "but not beyond the line's beginning");
    ansi_is("dos\r\nlines\r\n", "dos\nlines\n", "ends of lines as DOS writes them");
    ansi_is("progress\r\x1b[Kdone\n", "done\n", "erasing to the end of the line");
    ansi_is("abc\x1b[2D!\n", "a!c\n", "moving left");
    ansi_is("a\x1b[3Cb\n", "a   b\n", "moving right");
    ansi_is("\x1b[1mbold\x1b[0m \x1b]0;title\a.\x1b(B\n", "bold .B\n", "sequences are not text");
    ansi_is("\x1b[", "", "a sequence that is cut off");
    ansi_is("\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd", "bytes that are no text");
    {
        g_autofree char *far = memoir_ansi_strip("\x1b[999999C\x1b[999999Cx", 19);

        ok(strlen(far) < 20000, "a cursor that is sent far away");
    }
    markup_is("\x1b[31mred\x1b[0m", "<span foreground=\"#e01b24\">red</span>", "a colour");
    markup_is("\x1b[1;4mb\x1b[22mu\x1b[m.",
              "<span weight=\"bold\" underline=\"single\">b</span>"
              "<span underline=\"single\">u</span>.",
              "styles that end one by one");
    markup_is("\x1b[38;5;196;48;2;1;2;3ma<b",
              "<span foreground=\"#ff0000\" "
              "background=\"#010203\">a&lt;b</span>",
              "256 and all colours");
}

/* A tree as text: type letter, fields, children in brackets. */
static void dump(GString *out, const MemoirBlock *block)
{
    static const char letters[] = "RPHCQLITrc-G";

    g_string_append_c(out, letters[block->type]);
    if (block->level)
        g_string_append_printf(out, "%d", block->level);
    if (block->mark)
        g_string_append_printf(out, "%s", block->mark);
    if (block->header)
        g_string_append_c(out, '!');
    if (block->align > 0)
        g_string_append_c(out, block->align == 1 ? '>' : '^');
    if (block->source)
        g_string_append_printf(out, "{%s}", block->source);
    if (block->text)
        g_string_append_printf(out, "'%s'", block->text);
    if (!block->children)
        return;
    g_string_append_c(out, '[');
    for (guint i = 0; i < block->children->len; i++) {
        if (i > 0)
            g_string_append_c(out, ' ');
        dump(out, g_ptr_array_index(block->children, i));
    }
    g_string_append_c(out, ']');
}

static void is_tree(MemoirBlock *block, const char *wanted, const char *name)
{
    g_autoptr(GString) out = g_string_new(NULL);

    if (block)
        dump(out, block);
    is_str(block ? out->str : NULL, wanted, "%s", name);
    memoir_block_free(block);
}

static void markdown_is(const char *text, const char *wanted, const char *name)
{
    is_tree(memoir_markdown_parse(text), wanted, name);
}

static void html_is(const char *text, const char *wanted, const char *name)
{
    is_tree(memoir_html_parse(text, strlen(text)), wanted, name);
}

static void test_markdown(void)
{
    markdown_is("# One\n\ntwo *three* **four** `a < b`",
                "R[H1'One' P'two <i>three</i> <b>four</b> <tt>a &lt; b</tt>']", "text");
    markdown_is("- a\n- b\n  1. c\n", "R[L[I•[P'a'] I•[P'b' L[I1.[P'c']]]]]", "lists");
    markdown_is("- [x] a\n- [ ] b\n", "R[L[I☑[P'a'] I☐[P'b']]]", "tasks");
    markdown_is("|a|b|\n|---|--:|\n|1|2|\n", "R[T[r[c![P'a'] c!>[P'b']] r[c[P'1'] c>[P'2']]]]",
                "a table");
    markdown_is("```\na  b\n  c\n```", "R[C'a  b\n  c']", "code keeps its blanks");
    markdown_is("> q\n\n---\n", "R[Q[P'q'] -]", "a quote and a rule");
    markdown_is("[x](https://e.org/?a=1&b=2)", "R[P'<a href=\"https://e.org/?a=1&amp;b=2\">x</a>']",
                "a link");
    markdown_is("[x](javascript:alert)", "R[P'<span>x</span>']", "a link that is not followed");
    markdown_is("![alt *text*](attachment:a.png) after",
                "R[G{attachment:a.png}'alt text' "
                "P'after']",
                "a picture");
    markdown_is("H<sub>2</sub>O &amp; &#955; &nbsp;<br>x", "R[P'H<sub>2</sub>O &amp; λ \u00a0\nx']",
                "HTML and entities inside");
    markdown_is("<div><b>x</b></div>\n\ny", "R[P'<b>x</b>' P'y']", "a block of HTML");
    markdown_is("<script>alert(1)</script>\n\ny", "R[P'y']", "scripts are left out");
    markdown_is("[<b>x](http://y) z", "R[P'<a href=\"http://y\"><b>x</b></a><b> z</b>']",
                "tags that cross a link");
    markdown_is("", "R[]", "nothing");
}

static void test_html(void)
{
    html_is("<table><thead><tr><th></th><th>n</th></tr></thead><tbody><tr><th>0</th><td>1 &amp; 2"
            "</td></tr></tbody></table>",
            "R[T[r[c!>[] c!>[P'n']] r[c!>[P'0'] c>[P'1 &amp; 2']]]]", "a table");
    html_is("<h2>T</h2><p>a  <em>b</em>\n c</p>d", "R[H2'T' P'a <i>b</i> c' P'd']", "text");
    html_is("<ul><li>a<li>b<ol start=3><li>c</ol></ul>", "R[L[I•[P'a'] I•[P'b' L[I3.[P'c']]]]]",
            "lists that are not closed");
    html_is("<pre>a\n  b</pre>", "R[C'a\n  b']", "preformatted text");
    html_is("<p onclick='x()'>a<a href='http://b'>c</a></p><style>p {}</style>",
            "R[P'a<a href=\"http://b\">c</a>']", "styles and handlers are left out");
    html_is("<img src='data:image/png;base64,aGk=' alt='p'>", "R[G{data:image/png;base64,aGk=}'p']",
            "a picture");
    html_is("<b>a<script>alert(1)</script></b>", NULL, "scripts are refused");
    html_is("<div><div><iframe src=x></iframe></div></div>", NULL, "frames are refused");
    html_is("", NULL, "nothing");
    {
        const char *text = "<p>a<script>no</script> b</p><p>c";
        g_autofree char *plain = memoir_html_to_plain(text, strlen(text));

        is_str(plain, "a b\nc\n", "the words of what was refused");
    }
}

/* Deep nesting must end neither the stack nor the patience. */
static void test_depth(void)
{
    g_autoptr(GString) deep = g_string_new(NULL);
    g_autoptr(MemoirBlock) block = NULL;

    for (int i = 0; i < 20000; i++)
        g_string_append(deep, "<div><ul><li>");
    g_string_append(deep, "x");
    block = memoir_html_parse(deep->str, deep->len);
    ok(TRUE, "HTML that is nested 60,000 deep");
    g_string_truncate(deep, 0);
    for (int i = 0; i < 2000; i++)
        g_string_append(deep, "> ");
    memoir_block_free(g_steal_pointer(&block));
    block = memoir_markdown_parse(deep->str);
    ok(block != NULL, "Markdown that is nested 2,000 deep");
}

static void place_is(MemoirTraceback *traceback, const char *text, int count, int line)
{
    int got_count = 0, got_line = 0;

    if (!memoir_traceback_read(traceback, text, &got_count, &got_line))
        got_count = got_line = 0;
    ok(got_count == count && got_line == line, "%s: cell %d, line %d", text, got_count, got_line);
}

static void test_traceback(void)
{
    MemoirTraceback ours = {0}, ipython = {0}, old = {0};

    place_is(&ours, "Traceback (most recent call last):", 0, 0);
    place_is(&ours, "  Cell In[12], line 4", 12, 4);
    place_is(&ours, "    return 1 / x", 0, 0);
    place_is(&ours, "  File \"Cell In[3]\", line 2, in f", 3, 2);
    place_is(&ours, "  File \"/usr/lib/python3.11/json/__init__.py\", line 346, in loads", 0, 0);
    place_is(&ipython, "Input In [3], in <cell line: 5>()", 3, 5);
    place_is(&ipython, "      4 ", 0, 0);
    place_is(&ipython, "----> 5 f(0)", 3, 5);
    place_is(&ipython, "Cell In [3], line 2, in f(x)", 3, 2);
    place_is(&ipython, "File /usr/lib/python3.11/json/decoder.py:337, in decode", 0, 0);
    place_is(&ipython, "--> 337 obj, end = raw", 0, 0);
    place_is(&old, "<ipython-input-7-0123abcd> in <module>", 0, 0);
    place_is(&old, "----> 1 x", 7, 1);
}

int main(void)
{
    test_ansi();
    test_markdown();
    test_html();
    test_depth();
    test_traceback();
    return done();
}
