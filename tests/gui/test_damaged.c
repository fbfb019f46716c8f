/* 1,000 damaged notebooks: each is refused with a reason or opened, edited and shown; none ends the
 * program, and no file is changed. They are pseudo-random from a fixed seed: values replaced by
 * values of other types, deep nesting, huge numbers, texts cut, doubled and overwritten. */
#include <glib/gstdio.h>
#include <adwaita.h>

#include "gui/memoir-document.h"
#include "gui/memoir-outputs-view.h"
#include "gui/memoir-rich-view.h"
#include "tests/tap.h"

#define NOTEBOOKS 1000

static guint64 state = G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);

static guint next_random(guint below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (guint)(state >> 33) % below;
}

/* ---- what is damaged ---- */

#define TIMELINE                                                                                  \
    "{\"version\":1,\"engine\":\"e\",\"name\":\"In[1]\",\"started\":\"2026-01-01T00:00:00Z\","    \
    "\"duration_ns\":1000,\"start_bytes\":0,\"end_bytes\":10,\"waiting_bytes\":0,"                \
    "\"peak\":{\"bytes\":20,\"t_ns\":5,\"line\":1},\"totals\":{\"allocated\":20,\"freed\":"       \
    "{\"refcount\":10,\"collector\":0,\"resize\":0,\"exit\":0}},\"buckets\":{\"t_ns\":[0,5],"     \
    "\"first\":[0,10],\"min\":[0,10],\"max\":[10,20],\"last\":[10,10],\"allocated\":[10,10],"     \
    "\"freed_refcount\":[0,10],\"freed_collector\":[0,0],\"waiting\":[0,0],\"line\":[1,1],"       \
    "\"counts\":[[0,0],[0,0],[0,0]]},\"rss\":{\"t_ns\":[1],\"bytes\":[100]},"                     \
    "\"thresholds\":[700,10,10],\"collections\":[{\"t_ns\":1,\"duration_ns\":1,\"generation\":0," \
    "\"reason\":\"threshold\",\"objects\":1,\"bytes\":1}],\"spans\":[{\"name\":\"f\",\"line\":1," \
    "\"enter_ns\":0,\"leave_ns\":5,\"depth\":0,\"enter_bytes\":0,\"leave_bytes\":10,"             \
    "\"peak_bytes\":10}]}"

#define PICTURE                                                                                    \
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg" \
    "gg=="

static const char *const originals[] = {
    "{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{\"kernelspec\":{\"name\":\"memoir\","
    "\"display_name\":\"Memoir\"},\"language_info\":{\"name\":\"python\"}},\"cells\":["
    "{\"cell_type\":\"markdown\",\"id\":\"m\",\"metadata\":{\"collapsed\":true},\"source\":"
    "[\"# A *b* `c`\\n\",\"- "
    "[x](y)\\n\",\"![i](attachment:a.png)\\n\\n|a|b|\\n|---|--:|\\n|1|2|\"],"
    "\"attachments\":{\"a.png\":{\"image/png\":\"" PICTURE "\"}}},"
    "{\"cell_type\":\"code\",\"id\":\"c\",\"metadata\":{\"jupyter\":{\"source_hidden\":true}},"
    "\"execution_count\":3,\"source\":\"print(1)\",\"outputs\":["
    "{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":[\"a\\u001b[31mb\\r\\n\",\"c\\bd\"]},"
    "{\"output_type\":\"error\",\"ename\":\"E\",\"evalue\":\"v\",\"traceback\":"
    "[\"Cell In[3], line 1\",\"E: v\"]},"
    "{\"output_type\":\"execute_result\",\"execution_count\":3,\"metadata\":{},\"data\":"
    "{\"text/html\":\"<table><tr><th>a<td>1</table><p>x<ul><li>y\",\"text/plain\":\"p\"}},"
    "{\"output_type\":\"display_data\",\"metadata\":{\"image/png\":{\"width\":30,\"height\":20}},"
    "\"data\":{\"image/png\":\"" PICTURE "\",\"text/plain\":\"p\"}},"
    "{\"output_type\":\"display_data\",\"metadata\":{},\"data\":{\"image/svg+xml\":"
    "\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/>"
    "</svg>\"}},"
    "{\"output_type\":\"display_data\",\"metadata\":{},\"data\":{\"application/json\":"
    "{\"a\":[1,2.5,null,{\"b\":\"c\"}]},\"text/latex\":\"$x$\"}},"
    "{\"output_type\":\"display_data\",\"metadata\":{},\"data\":"
    "{\"application/vnd.memoir.timeline+json\":" TIMELINE ",\"text/plain\":\"t\"}}]},"
    "{\"cell_type\":\"raw\",\"id\":\"r\",\"metadata\":{\"format\":\"text/"
    "x\"},\"source\":\"raw\"}]}",

    "{\"nbformat\":4,\"nbformat_minor\":0,\"metadata\":{\"orig_nbformat\":3},\"cells\":["
    "{\"cell_type\":\"code\",\"metadata\":{},\"execution_count\":null,\"source\":[\"a\\n\",\"b\"],"
    "\"outputs\":[{\"output_type\":\"display_data\",\"data\":{\"text/markdown\":\"**b**\"},"
    "\"metadata\":{}}]},{\"cell_type\":\"heading\",\"metadata\":{},\"source\":\"h\",\"level\":2}]}",

    "{\"nbformat\":3,\"nbformat_minor\":0,\"metadata\":{\"name\":\"n\"},\"worksheets\":[{"
    "\"metadata\":"
    "{},\"cells\":[{\"cell_type\":\"code\",\"input\":[\"a\",\"b\"],\"language\":\"python\","
    "\"collapsed\":false,\"prompt_number\":1,\"metadata\":{},\"outputs\":[{\"output_type\":"
    "\"pyout\","
    "\"prompt_number\":1,\"text\":[\"t\"],\"html\":\"<b>x</b>\",\"png\":\"" PICTURE "\"},"
    "{\"output_type\":\"pyerr\",\"ename\":\"E\",\"evalue\":\"v\",\"traceback\":[\"x\"]},"
    "{\"output_type\":\"stream\",\"stream\":\"stderr\",\"text\":\"s\"}]},"
    "{\"cell_type\":\"heading\",\"level\":3,\"source\":[\"t\"],\"metadata\":{}},"
    "{\"cell_type\":\"markdown\",\"source\":[\"# x\"],\"metadata\":{}}]}]}",
};

/* ---- damage to the tree ---- */

static json_t *strange_value(void)
{
    static const char *const texts[] = {
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "0",
        "-1",
        "-9223372036854775808",
        "1e308",
        "[[1],2]",
        "9223372036854775807",
        "{\"a\":{}}",
        "[\"a\",1]",
        "\"\\u0000n1\"",
        "\"\\u001b[999999C\"",
        "\"<<b><table><td>\"",
        "3.5",
        "\"%s%n\"",
        "[null]",
        "{\"width\":1e9,\"height\":-5}",
    };
    json_t *value, *outer;

    if (next_random(12) > 0)
        return json_loads(texts[next_random(G_N_ELEMENTS(texts))], JSON_DECODE_ANY, NULL);
    value = json_string("deep");
    for (guint depth = next_random(3000); depth > 0; depth--) {
        outer = next_random(2) ? json_array() : json_object();
        if (json_is_array(outer))
            json_array_append_new(outer, value);
        else
            json_object_set_new(outer, "k", value);
        value = outer;
    }
    return value;
}

static gsize count_values(json_t *value)
{
    gsize n = 1, i;
    const char *key;
    json_t *item;

    json_array_foreach(value, i, item) n += count_values(item);
    json_object_foreach(value, key, item) n += count_values(item);
    return n;
}

/* Replace or remove the value number `*at`, counted as above; the root is number 0. */
static gboolean replace_value(json_t *value, gsize *at)
{
    gsize i;
    const char *key;
    json_t *item;

    json_array_foreach(value, i, item)
    {
        if (--*at == 0)
            return next_random(4) ? json_array_set_new(value, i, strange_value()) == 0
                                  : json_array_remove(value, i) == 0;
        if (replace_value(item, at))
            return TRUE;
    }
    json_object_foreach(value, key, item)
    {
        if (--*at == 0)
            return next_random(4) ? json_object_set_new(value, key, strange_value()) == 0
                                  : json_object_del(value, key) == 0;
        if (replace_value(item, at))
            return TRUE;
    }
    return FALSE;
}

static char *damage_tree(const char *original, gsize *length)
{
    json_t *root = json_loads(original, 0, NULL);
    char *text;

    for (guint n = 1 + next_random(3); n > 0; n--) {
        gsize at = 1 + next_random((guint)count_values(root) - 1);

        replace_value(root, &at);
    }
    text = json_dumps(root, JSON_ENCODE_ANY | JSON_INDENT(1));
    json_decref(root);
    *length = text ? strlen(text) : 0;
    return text;
}

/* ---- damage to the text ---- */

static char *damage_text(const char *original, gsize *length)
{
    static const char *const pieces[] = {
        "[",
        "{",
        "]",
        "}",
        ",",
        ":",
        "\"",
        "\\",
        "\xff",
        "\xc3",
        "\\ud800",
        "1e999999",
        "-",
        "NaN",
        "99999999999999999999999999999999",
        "\\u0000",
        "\xef\xbb\xbf",
        "[[[[[[[[",
        "true",
        "\n",
    };
    GString *text = g_string_new(original);

    for (guint n = next_random(4); n > 0 && text->len > 0; n--) {
        gsize at = next_random((guint)text->len);

        if (next_random(3) == 0)
            text->str[at] = (char)next_random(256);
        else
            g_string_insert(text, (gssize)at, pieces[next_random(G_N_ELEMENTS(pieces))]);
    }
    if (next_random(2))
        g_string_truncate(text, next_random((guint)text->len + 1));
    if (next_random(40) == 0) {
        /* A hundred thousand levels, which no recursion survives. */
        for (int i = 0; i < 100000; i++)
            g_string_append_c(text, '[');
    }
    *length = text->len;
    return g_string_free(text, FALSE);
}

/* ---- what is done with each ---- */

static GtkWidget *window;

static void show(GtkWidget *widget)
{
    gtk_window_set_child(GTK_WINDOW(window), widget);
    while (g_main_context_iteration(NULL, FALSE))
        ;
}

static void use_cell(MemoirDocument *document, guint position)
{
    MemoirCell *cell = memoir_document_get_cell(document, position);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *outputs = memoir_outputs_view_new();

    memoir_cell_get_timeline(cell);
    memoir_cell_get_execution_count(cell);
    memoir_cell_set_folded(cell, MEMOIR_FOLD_OUTPUTS,
                           !memoir_cell_get_folded(cell, MEMOIR_FOLD_OUTPUTS));
    gtk_box_append(GTK_BOX(box),
                   memoir_rich_view_new_markdown(memoir_cell_get_source(cell),
                                                 memoir_cell_get_attachments(cell), NULL));
    memoir_outputs_view_set(MEMOIR_OUTPUTS_VIEW(outputs), memoir_cell_get_outputs(cell), NULL);
    gtk_box_append(GTK_BOX(box), outputs);
    show(box);
}

static void use(MemoirDocument *document, const char *other)
{
    g_autoptr(GError) error = NULL;
    guint n = memoir_document_get_n_cells(document);

    memoir_document_get_kernel(document);
    for (guint i = 0; i < n; i++)
        use_cell(document, i);
    if (n > 0) {
        memoir_document_split(document, 0, 0);
        memoir_document_merge(document, 0, memoir_document_get_n_cells(document));
        memoir_document_set_type(document, 0, 1, "markdown", 0);
        while (memoir_document_can_undo(document))
            memoir_document_undo(document);
    }
    memoir_document_write_draft(document, NULL);
    /* Saving may fail, such as for what is nested too deeply, but then says so. */
    if (!memoir_document_save(document, other, FALSE, &error) && !error)
        tap_failed++;
    memoir_document_discard_draft(document);
}

static void test_notebooks(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "damaged.ipynb", NULL);
    g_autofree char *other = g_build_filename(folder, "saved.ipynb", NULL);
    int opened = 0, refused = 0, silent = 0, changed = 0;

    for (int i = 0; i < NOTEBOOKS; i++) {
        const char *original = originals[next_random(G_N_ELEMENTS(originals))];
        gsize length = 0, length_after = 0;
        g_autofree char *text =
            next_random(3) ? damage_tree(original, &length) : damage_text(original, &length);
        g_autofree char *after = NULL;
        g_autoptr(GError) error = NULL;
        g_autoptr(MemoirDocument) document = NULL;

        if (!text || !g_file_set_contents(path, text, (gssize)length, NULL))
            continue;
        document = memoir_document_load(path, &error);
        if (document) {
            opened++;
            use(document, other);
        } else {
            refused++;
            silent += !error || !strstr(error->message, "damaged.ipynb: ");
        }
        g_file_get_contents(path, &after, &length_after, NULL);
        changed += length_after != length || memcmp(after, text, length) != 0;
    }
    ok(opened + refused == NOTEBOOKS, "%d notebooks: %d opened, %d refused", NOTEBOOKS, opened,
       refused);
    ok(opened > NOTEBOOKS / 10 && refused > NOTEBOOKS / 10, "enough of both kinds");
    is_int(silent, 0, "each refusal names the file and the reason");
    is_int(changed, 0, "no file was changed");
}

int main(void)
{
    g_autofree char *folder = g_dir_make_tmp("memoir-XXXXXX", NULL);
    const char *argv[] = {"rm", "-r", folder, NULL};

    g_setenv("XDG_DATA_HOME", folder, TRUE);
    adw_init();
    g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
    window = gtk_window_new();
    gtk_window_set_default_size(GTK_WINDOW(window), 800, 600);
    gtk_window_present(GTK_WINDOW(window));
    test_notebooks(folder);
    gtk_window_destroy(GTK_WINDOW(window));
    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                 NULL);
    return done();
}
