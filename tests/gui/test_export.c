/* Exports without a display. Arguments (or none): nbrun, the kernel, and a notebook that is run for
 * its curves. */
#include "gui/memoir-export.h"
#include "tests/tap.h"

static const char notebook_text[] =
    "{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{},\"cells\":["
    "{\"cell_type\":\"markdown\",\"id\":\"m\",\"metadata\":{},\"source\":\"# A title\\n\\nSome "
    "*words* <script>alert(1)</script> [l](javascript:x) ![p](attachment:a.png)\","
    "\"attachments\":{\"a.png\":{\"image/"
    "png\":\"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQ"
    "VR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\"}}},"
    "{\"cell_type\":\"code\",\"id\":\"a\",\"metadata\":{},\"execution_count\":3,"
    "\"source\":\"%timeline on\\nx = (1\\n     %2)\\nif x:\\n    !ls\\nprint(x)\","
    "\"outputs\":[{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":\"\\u001b[31m1\\u001b["
    "0m "
    "```\\n\"},{\"output_type\":\"execute_result\",\"execution_count\":3,\"metadata\":{},\"data\":"
    "{\"text/html\":\"<table onclick='x'><tr><th>k<th>v</tr><tr><td>a|b<td>2</table>\"}},"
    "{\"output_type\":\"error\",\"ename\":\"E\",\"evalue\":\"v\",\"traceback\":[\"E: <v>\"]}]},"
    "{\"cell_type\":\"code\",\"id\":\"b\",\"metadata\":{},\"execution_count\":null,\"outputs\":[],"
    "\"source\":\"%%bash\\nls\"},"
    "{\"cell_type\":\"raw\",\"id\":\"r\",\"metadata\":{},\"source\":\"raw <b>\"}]}";

static char *folder;

static MemoirDocument *document_new(void)
{
    g_autofree char *path = g_build_filename(folder, "n.ipynb", NULL);

    g_file_set_contents(path, notebook_text, -1, NULL);
    return memoir_document_load(path, NULL);
}

static void test_script(MemoirDocument *document)
{
    g_autofree char *text = memoir_export_script(document);

    is_str(text,
           "#!/usr/bin/env python3\n"
           "\n# %% [markdown]\n# # A title\n#\n# Some *words* <script>alert(1)</script> "
           "[l](javascript:x) ![p](attachment:a.png)\n"
           "\n# %%\n# %timeline on\nx = (1\n     %2)\nif x:\n    pass  # !ls\nprint(x)\n"
           "\n# %%\n# %%bash\n# ls\n"
           "\n# %% [raw]\n# raw <b>\n",
           "a script: magics and text are comments, an operator is not");
}

static void test_markdown(MemoirDocument *document)
{
    g_autoptr(GHashTable) files =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    g_autofree char *text = memoir_export_markdown(document, "n_files", files);

    ok(strstr(text, "(n_files/attachment_0_a.png)"), "Markdown refers to an attachment's file");
    is_int(g_hash_table_size(files), 1, "which is handed out");
    ok(strstr(text, "```python\n%timeline on\n"), "code is fenced");
    ok(strstr(text, "````\n1 ```\n````\n"), "by a fence that is longer than any inside");
    ok(strstr(text, "| k | v |\n| ---: | ---: |\n| a\\|b | 2 |\n"), "a table is a table");
}

static void test_html(MemoirDocument *document)
{
    g_autofree char *text = memoir_export_html(document);

    ok(g_str_has_prefix(text, "<!DOCTYPE html>") && g_str_has_suffix(text, "</html>\n"), "HTML");
    ok(!strstr(text, "<script") && !strstr(text, "onclick") && !strstr(text, "javascript:"),
       "nothing in it can run");
    ok(strstr(text, "<h1>A title</h1>"), "with headings");
    ok(strstr(text, "<span style=\"color:#e01b24;\">1</span>"), "colours");
    ok(strstr(text, "<td style=\"text-align:right\">a|b</td>"), "tables");
    ok(strstr(text, "src=\"data:image/png;base64,iVBOR"), "pictures");
    ok(strstr(text, "<pre class=\"error\">E: &lt;v&gt;</pre>"), "errors");
    ok(strstr(text, "raw &lt;b&gt;"), "and text as it is");
}

static gboolean contains(const char *command, const char *wanted)
{
    g_autofree char *output = NULL;

    return g_spawn_command_line_sync(command, &output, NULL, NULL, NULL) &&
           strstr(output, wanted) != NULL;
}

static void test_files(MemoirDocument *document)
{
    static const char *const suffixes[] = {"pdf", "html", "md", "py"};
    g_autofree char *bad = g_build_filename(folder, "n.doc", NULL);
    g_autofree char *nowhere = g_build_filename(folder, "none", "n.pdf", NULL);
    g_autofree char *pdftotext = g_find_program_in_path("pdftotext");
    g_autoptr(GError) error = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++) {
        g_autofree char *name = g_strconcat("n.", suffixes[i], NULL);
        g_autofree char *path = g_build_filename(folder, name, NULL);

        ok(memoir_export(document, path, NULL) && g_file_test(path, G_FILE_TEST_IS_REGULAR), "%s",
           name);
    }
    if (pdftotext) {
        g_autofree char *command = g_strdup_printf("pdftotext %s/n.pdf -", folder);

        ok(contains(command, "A title") && contains(command, "1 ```") &&
               contains(command, "print(x)") && contains(command, "1/1"),
           "the PDF holds text, code, outputs and the page's number");
    }
    ok(!memoir_export(document, bad, &error) && strstr(error->message, "n.doc"),
       "a form that is not known is refused");
    g_clear_error(&error);
    ok(!memoir_export(document, nowhere, &error) && strstr(error->message, "none"),
       "and a folder that is not there");
}

/* Many pages: breaks neither lose nor double a line. */
static void test_pages(void)
{
    g_autoptr(MemoirDocument) document = memoir_document_new("memoir", "Memoir");
    g_autofree char *path = g_build_filename(folder, "long.pdf", NULL);
    g_autofree char *command = g_strdup_printf("pdftotext -layout %s -", path);
    g_autofree char *pdftotext = g_find_program_in_path("pdftotext");
    g_autofree char *output = NULL;
    g_autoptr(GString) source = g_string_new(NULL);
    int missing = 0;

    for (int i = 0; i < 150; i++)
        g_string_append_printf(source, "line_%03d = %d\n", i, i);
    memoir_cell_set_source(memoir_document_get_cell(document, 0), source->str);
    for (int i = 1; i < 5; i++) {
        g_autoptr(MemoirCell) cell = memoir_cell_new("markdown", "## Heading\n\nText");

        memoir_document_insert(document, (guint)i, cell);
    }
    ok(memoir_export(document, path, NULL), "a long notebook");
    if (!pdftotext || !g_spawn_command_line_sync(command, &output, NULL, NULL, NULL))
        return;
    for (int i = 0; i < 150; i++) {
        char line[16];
        const char *at;

        g_snprintf(line, sizeof(line), "line_%03d", i);
        at = strstr(output, line);
        missing += !at || strstr(at + 1, line);
    }
    is_int(missing, 0, "each line stands on its pages once");
}

/* With curves, as the kernel makes them. */
static void test_curves(char **argv)
{
    const char *run[] = {argv[1], "--kernel", argv[2], "--output-dir", folder, argv[3], NULL};
    g_autofree char *name = g_path_get_basename(argv[3]);
    g_autofree char *notebook = g_build_filename(folder, name, NULL);
    g_autoptr(MemoirDocument) document = NULL;
    g_autofree char *html = NULL;
    g_autofree char *path = g_build_filename(folder, "curves.pdf", NULL);
    int curves = 0;

    g_spawn_sync(NULL, (char **)run, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, NULL,
                 NULL);
    document = memoir_document_load(notebook, NULL);
    if (!ok(document != NULL, "the notebook with curves"))
        return;
    for (guint i = 0; i < memoir_document_get_n_cells(document); i++) {
        g_autoptr(GBytes) curve = memoir_export_curve(memoir_document_get_cell(document, i));

        curves += curve && g_bytes_get_size(curve) > 1000;
    }
    ok(curves >= 3, "%d curves", curves);
    html = memoir_export_html(document);
    ok(strstr(html, "<div class=\"curve\"><img src=\"data:image/svg+xml;base64,"),
       "stand in the HTML");
    ok(memoir_export(document, path, NULL), "and in the PDF");
}

int main(int argc, char **argv)
{
    g_autoptr(MemoirDocument) document = NULL;
    const char *remove[] = {"rm", "-r", NULL, NULL};

    folder = g_dir_make_tmp("memoir-XXXXXX", NULL);
    document = document_new();
    test_script(document);
    test_markdown(document);
    test_html(document);
    test_files(document);
    test_pages();
    if (argc > 3)
        test_curves(argv);
    remove[2] = folder;
    g_spawn_sync(NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                 NULL);
    g_free(folder);
    return done();
}
