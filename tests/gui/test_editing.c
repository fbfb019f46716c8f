/* What the editor and the finder know, without a display: headings, searching, Python's
 * indentation and comments. */
#include "gui/memoir-headings.h"
#include "gui/memoir-python.h"
#include "gui/memoir-search.h"
#include "tests/tap.h"

static void are_headings(const char *markdown, const char *wanted, const char *name)
{
    g_autoptr(GPtrArray) headings = memoir_headings_parse(markdown);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < headings->len; i++) {
        const MemoirHeading *heading = g_ptr_array_index(headings, i);

        g_string_append_printf(text, "%s%u %s", i ? "|" : "", heading->level, heading->text);
    }
    is_str(text->str, wanted, "%s", name);
}

static void test_headings(void)
{
    are_headings("# One\ntext\n\n### Two *three*\n", "1 One|3 Two three", "two of them");
    are_headings("Title\n=====\n\nSub\n---\n", "1 Title|2 Sub", "underlined ones");
    are_headings("```\n# no\n```\n\n    # no\n", "", "none in code");
    are_headings("# a `b` [c](d)\n", "1 a b c", "as plain text");
    is_int(memoir_headings_section_level("## a\n# b"), 2, "the first one counts");
    is_int(memoir_headings_section_level("text\n\n# b"), 0, "unless text comes before it");
    is_int(memoir_headings_section_level(""), 0, "nothing");
}

static void finds(const char *pattern, MemoirSearchFlags flags, const char *text,
                  const char *wanted)
{
    g_autoptr(MemoirSearch) search = memoir_search_new(pattern, flags, NULL);
    g_autoptr(GArray) found = search ? memoir_search_find(search, text) : NULL;
    g_autoptr(GString) places = g_string_new(NULL);

    for (guint i = 0; found && i < found->len; i++) {
        const MemoirMatch *match = &g_array_index(found, MemoirMatch, i);

        g_string_append_printf(places, "%s%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT, i ? " " : "",
                               match->start, match->end);
    }
    is_str(places->str, wanted, "%s in %s, %d", pattern, text, flags);
}

static void replaces(const char *pattern, MemoirSearchFlags flags, const char *text,
                     const char *with, gssize only, const char *wanted)
{
    g_autoptr(MemoirSearch) search = memoir_search_new(pattern, flags, NULL);
    g_autofree char *result = memoir_search_replace(search, text, with, only, NULL);

    is_str(result, wanted, "%s by %s in %s", pattern, with, text);
}

static void test_search(void)
{
    g_autoptr(GError) error = NULL;

    finds("a", 0, "aAb", "0-1 1-2");
    finds("a", MEMOIR_SEARCH_CASE, "aAb", "0-1");
    finds("list", MEMOIR_SEARCH_WORD, "list lists alist list", "0-4 17-21");
    finds("f(", MEMOIR_SEARCH_WORD, "f( gf( f(", "0-2 7-9");
    finds("a.c", 0, "abc a.c", "4-7");
    finds("a.c", MEMOIR_SEARCH_REGEX, "abc a.c", "0-3 4-7");
    finds("^x", MEMOIR_SEARCH_REGEX, "x\nyx\nx", "0-1 5-6");
    finds("x*", MEMOIR_SEARCH_REGEX, "axxb", "1-3");
    finds("é", 0, "caf\xc3\xa9 \xc3\x89", "3-5 6-8");
    finds("", 0, "abc", "");
    ok(!memoir_search_new("(", MEMOIR_SEARCH_REGEX, &error) && error, "no regular expression: %s",
       error ? error->message : "");
    replaces("a", 0, "aba", "xy", -1, "xybxy");
    replaces("a", 0, "aba", "xy", 2, "abxy");
    replaces("a", 0, "aba", "\\0", -1, "\\0b\\0");
    replaces("(\\w+)=(\\w+)", MEMOIR_SEARCH_REGEX, "a=b c=d", "\\2=\\1", -1, "b=a d=c");
    replaces("a", 0, "b", "c", -1, NULL);
}

static void indents(const char *before, guint wanted)
{
    g_autofree char *shown = g_strescape(before, NULL);

    is_int(memoir_python_indentation(before), wanted, "after %s", shown);
}

static void test_indentation(void)
{
    indents("", 0);
    indents("x = 1", 0);
    indents("def f():", 4);
    indents("if a:  # why", 4);
    indents("    if a:", 8);
    indents("if a:\n    b", 4);
    indents("def f():\n    return 1", 0);
    indents("def f():\n    if a:\n        break", 4);
    indents("return_value = 1", 0);
    indents("f(a,", 2);
    indents("f(", 4);
    indents("x = [  # begin", 4);
    indents("    f(", 8);
    indents("f(a,\n  b)", 0);
    indents("def f(a,\n      b):", 4);
    indents("x = {\n    'a': 1,", 4);
    indents("s = 'a:'", 0);
    indents("s = ':", 0);
    indents("# a:", 0);
    indents("if a:\n    b\n", 4);
    indents("x = \"\"\"text:\n   more", 3);
    indents("d = {'a': [1,\n           2],", 5);
    indents("x = 1 + \\", 4);
    indents("lambda: 0", 0);
}

static void test_comments(void)
{
    static const char *const pairs[][2] = {
        {"a", "# a"},
        {"    a\n\n        b", "    # a\n\n    #     b"},
        {"# a\nb", "# # a\n# b"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *commented = memoir_python_toggle_comment(pairs[i][0]);
        g_autofree char *back = memoir_python_toggle_comment(commented);

        is_str(commented, pairs[i][1], "commented");
        is_str(back, pairs[i][0], "and as before");
    }
}

int main(void)
{
    test_headings();
    test_search();
    test_indentation();
    test_comments();
    return done();
}
