/* The document without a display: cells and their undo, saving, drafts. */
#include "gui/memoir-document.h"
#include "tests/tap.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char notebook_text[] =
    "{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",\n   \"id\": \"a\",\n"
    "   \"metadata\": {\n    \"strange\": 12345678901234567890123\n   },\n"
    "   \"source\": [\n    \"# One\\n\",\n    \"two\"\n   ]\n  },\n"
    "  {\n   \"cell_type\": \"code\",\n   \"execution_count\": 3,\n   \"id\": \"b\",\n"
    "   \"metadata\": {},\n   \"outputs\": [\n    {\n     \"name\": \"stdout\",\n"
    "     \"output_type\": \"stream\",\n     \"text\": [\n      \"1\\n\"\n     ]\n    }\n   ],\n"
    "   \"source\": [\n    \"print(1)\"\n   ]\n  }\n ],\n"
    " \"metadata\": {\n  \"unknown\": [\n   NaN\n  ]\n },\n"
    " \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n";

static char *folder;

static char *write_file(const char *name, const char *text)
{
    char *path = g_build_filename(folder, name, NULL);

    g_file_set_contents(path, text, -1, NULL);
    return path;
}

/* "code:text|markdown:text". */
static void is_cells(MemoirDocument *document, const char *wanted, const char *name)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < memoir_document_get_n_cells(document); i++) {
        MemoirCell *cell = memoir_document_get_cell(document, i);

        g_string_append_printf(text, "%s%s:%s", i ? "|" : "", memoir_cell_get_cell_type(cell),
                               memoir_cell_get_source(cell));
    }
    is_str(text->str, wanted, "%s", name);
}

static void insert(MemoirDocument *document, guint position, const char *source)
{
    g_autoptr(MemoirCell) cell = memoir_cell_new("code", source);

    memoir_document_insert(document, position, cell);
}

static void test_edit(void)
{
    g_autoptr(MemoirDocument) document = memoir_document_new("memoir", "Memoir");
    MemoirCell *cell = memoir_document_get_cell(document, 0);

    ok(!memoir_document_get_modified(document), "a new document is not modified");
    memoir_cell_set_source(cell, "a");
    ok(memoir_document_get_modified(document), "typing modifies it");
    ok(!memoir_document_can_undo(document), "typing is no step of the cells' undo");
    insert(document, 1, "b");
    insert(document, 2, "c");
    insert(document, 3, "d");
    is_cells(document, "code:a|code:b|code:c|code:d", "inserted");
    memoir_document_move(document, 0, 2, 2);
    is_cells(document, "code:c|code:d|code:a|code:b", "two cells moved down");
    memoir_document_move(document, 3, 1, 0);
    is_cells(document, "code:b|code:c|code:d|code:a", "one cell moved up");
    memoir_document_merge(document, 1, 2);
    is_cells(document, "code:b|code:c\n\nd|code:a", "merged");
    memoir_document_split(document, 1, 1);
    is_cells(document, "code:b|code:c|code:d|code:a", "split, the empty lines go");
    memoir_document_set_type(document, 0, 1, "markdown", 0);
    is_cells(document, "markdown:b|code:c|code:d|code:a", "type changed");
    memoir_document_delete(document, 0, 4);
    is_cells(document, "code:", "an empty cell stands for none");
    is_int(memoir_document_undo(document), 0, "undo tells where");
    is_cells(document, "markdown:b|code:c|code:d|code:a", "undo of deleting");
    while (memoir_document_can_undo(document))
        memoir_document_undo(document);
    is_cells(document, "code:a", "undo of everything");
    ok(memoir_document_get_cell(document, 0) == cell, "the same cell is back");
    while (memoir_document_can_redo(document))
        memoir_document_redo(document);
    is_cells(document, "code:", "redo of everything");
    is_int(memoir_document_redo(document), -1, "nothing more to redo");
    memoir_document_undo(document);
    insert(document, 0, "x");
    ok(!memoir_document_can_redo(document), "a new step ends the redo");
}

static void test_several(void)
{
    g_autoptr(MemoirDocument) document = memoir_document_new("memoir", "Memoir");
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_object_unref);
    const char *const texts[] = {"B", "C"};

    g_ptr_array_add(cells, memoir_cell_new("code", "b"));
    g_ptr_array_add(cells, memoir_cell_new("raw", "## c"));
    memoir_document_insert_cells(document, 1, cells);
    is_cells(document, "code:|code:b|raw:## c", "two cells in one step");
    memoir_document_set_type(document, 1, 2, "markdown", 3);
    is_cells(document, "code:|markdown:### b|markdown:### c", "both become headings");
    memoir_document_undo(document);
    is_cells(document, "code:|code:b|raw:## c", "in one step");
    memoir_document_set_sources(document, cells, texts);
    is_cells(document, "code:|code:B|raw:C", "two texts changed");
    is_int(memoir_document_undo(document), 1, "undo tells the first");
    is_cells(document, "code:|code:b|raw:## c", "and takes both back");
    memoir_document_redo(document);
    is_cells(document, "code:|code:B|raw:C", "redo of it");
    memoir_document_undo(document);
    memoir_document_undo(document);
    is_cells(document, "code:", "undo of inserting");
}

static void test_folds(void)
{
    g_autoptr(MemoirCell) cell = memoir_cell_new("code", "a");
    json_t *metadata = json_object_get(memoir_cell_get_json(cell), "metadata");

    memoir_cell_set_folded(cell, MEMOIR_FOLD_OUTPUTS, TRUE);
    ok(memoir_cell_get_folded(cell, MEMOIR_FOLD_OUTPUTS), "outputs are folded");
    ok(!memoir_cell_get_folded(cell, MEMOIR_FOLD_SOURCE), "the source is not");
    ok(json_is_true(json_object_get(metadata, "collapsed")) &&
           json_is_true(json_object_get(json_object_get(metadata, "jupyter"),
                                        "outputs_hidden")),
       "saved where JupyterLab looks");
    memoir_cell_set_folded(cell, MEMOIR_FOLD_SOURCE, TRUE);
    memoir_cell_set_folded(cell, MEMOIR_FOLD_OUTPUTS, FALSE);
    ok(memoir_cell_get_folded(cell, MEMOIR_FOLD_SOURCE), "the source is folded");
    memoir_cell_set_folded(cell, MEMOIR_FOLD_SOURCE, FALSE);
    is_int(json_object_size(metadata), 0, "unfolded, nothing stays behind");
}

static void test_ids(void)
{
    g_autoptr(MemoirDocument) document = memoir_document_new("memoir", "Memoir");
    g_autoptr(MemoirCell) copy = memoir_cell_copy(memoir_document_get_cell(document, 0));
    g_autofree char *id = g_strdup(memoir_cell_get_id(copy));

    memoir_document_insert(document, 1, copy);
    is_str(memoir_cell_get_id(copy), id, "a copy has an id of its own");
    memoir_document_delete(document, 1, 1);
    memoir_document_insert(document, 1, copy);
    is_str(memoir_cell_get_id(copy), id, "a cell that was cut keeps its id");
    memoir_document_split(document, 0, 0);
    ok(strcmp(memoir_cell_get_id(memoir_document_get_cell(document, 0)),
              memoir_cell_get_id(memoir_document_get_cell(document, 1))) != 0,
       "the halves of a split differ in their ids");
}

static void test_save(void)
{
    g_autofree char *path = write_file("a.ipynb", notebook_text);
    g_autofree char *link = g_build_filename(folder, "link.ipynb", NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(MemoirDocument) document = NULL;
    struct stat status;

    g_chmod(path, 0640);
    ok(symlink("a.ipynb", link) == 0, "a link");
    document = memoir_document_load(link, &error);
    ok(document && !error, "loaded through the link");
    is_cells(document, "markdown:# One\ntwo|code:print(1)", "its cells");
    ok(memoir_document_save(document, NULL, FALSE, &error), "saved");
    g_file_get_contents(path, &text, NULL, NULL);
    is_str(text, notebook_text, "not a byte changed");
    ok(lstat(link, &status) == 0 && S_ISLNK(status.st_mode), "the link is a link");
    ok(stat(path, &status) == 0 && (status.st_mode & 07777) == 0640, "the mode stays");

    memoir_document_delete(document, 0, 1);
    memoir_document_undo(document);
    memoir_document_merge(document, 0, 2);
    memoir_document_undo(document);
    ok(memoir_document_save(document, NULL, FALSE, &error), "saved after undo");
    ok(!memoir_document_get_modified(document), "saving ends being modified");
    g_free(g_steal_pointer(&text));
    g_file_get_contents(path, &text, NULL, NULL);
    is_str(text, notebook_text, "undo brings back every byte");
}

static void test_changed_on_disk(void)
{
    g_autofree char *path = write_file("b.ipynb", notebook_text);
    g_autofree char *other = g_build_filename(folder, "c.ipynb", NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(MemoirDocument) document = memoir_document_load(path, NULL);

    ok(!memoir_document_changed_on_disk(document), "not changed on disk yet");
    g_file_set_contents(path, "{}", -1, NULL);
    ok(memoir_document_changed_on_disk(document), "the change on disk is seen");
    ok(!memoir_document_save(document, NULL, FALSE, &error) &&
           g_error_matches(error, MEMOIR_DOCUMENT_ERROR, MEMOIR_DOCUMENT_ERROR_CHANGED),
       "and not overwritten");
    g_file_get_contents(path, &text, NULL, NULL);
    is_str(text, "{}", "the other's text is there");
    ok(memoir_document_save(document, NULL, TRUE, NULL), "unless asked to");
    ok(memoir_document_save(document, other, FALSE, NULL), "saved as another file");
    is_str(memoir_document_get_path(document), other, "which is its file from now on");
}

static gboolean give_up(gpointer data)
{
    *(gboolean *)data = TRUE;
    return G_SOURCE_REMOVE;
}

static gboolean wait_changed(MemoirDocument *document)
{
    gboolean late = FALSE, changed = FALSE;
    guint timer = g_timeout_add_seconds(30, give_up, &late);

    while (!late && !changed) {
        g_main_context_iteration(NULL, TRUE);
        g_object_get(document, "changed-on-disk", &changed, NULL);
    }
    if (!late)
        g_source_remove(timer);
    return changed;
}

static gboolean is_told_changed(MemoirDocument *document)
{
    gboolean changed;

    g_object_get(document, "changed-on-disk", &changed, NULL);
    return changed;
}

static void test_reload(void)
{
    g_autofree char *path = write_file("r.ipynb", notebook_text);
    g_autofree char *link = g_build_filename(folder, "rlink.ipynb", NULL);
    g_autofree char *changed = NULL, *text = NULL;
    g_autoptr(GString) other = g_string_new(notebook_text);
    g_autoptr(GError) error = NULL;
    g_autoptr(MemoirDocument) document = NULL;
    MemoirCell *first;

    ok(symlink("r.ipynb", link) == 0, "a link");
    document = memoir_document_load(link, NULL);
    first = memoir_document_get_cell(document, 0);
    ok(!is_told_changed(document), "not changed");
    g_string_replace(other, "print(1)", "print(2)", 0);
    ok(other->len == strlen(notebook_text), "a change that keeps the size");
    g_file_set_contents(path, other->str, -1, NULL);
    ok(wait_changed(document), "the change is told unasked, through a link as well");
    ok(memoir_document_reload(document, &error), "reloaded");
    is_cells(document, "markdown:# One\ntwo|code:print(2)", "what is in the file");
    ok(memoir_document_get_cell(document, 0) == first, "a cell that is the same stays");
    ok(!memoir_document_get_modified(document) && !is_told_changed(document), "nothing to save");
    is_int(memoir_document_undo(document), 1, "undo brings back what was here");
    is_cells(document, "markdown:# One\ntwo|code:print(1)", "before");
    ok(memoir_document_save(document, NULL, FALSE, NULL), "and can be saved");
    g_file_get_contents(path, &text, NULL, NULL);
    is_str(text, notebook_text, "byte by byte");

    g_file_set_contents(path, "{", -1, NULL);
    ok(wait_changed(document), "a damaged file");
    ok(!memoir_document_reload(document, &error) && strstr(error->message, "rlink.ipynb"),
       "is not taken");
    is_cells(document, "markdown:# One\ntwo|code:print(1)", "what was here stays");
    memoir_document_keep_mine(document);
    ok(!is_told_changed(document) && memoir_document_get_modified(document), "keeping mine");
    ok(memoir_document_save(document, NULL, FALSE, NULL), "overwrites without asking again");
}

static void test_damaged(void)
{
    static const char *const texts[] = {"", "{", "[]", "{\"cells\": 3}", "\xff\xfe"};

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *path = write_file("bad.ipynb", texts[i]);
        g_autofree char *after = NULL;
        g_autoptr(GError) error = NULL;
        g_autoptr(MemoirDocument) document = memoir_document_load(path, &error);

        ok(!document && error && strstr(error->message, "bad.ipynb"),
           "damaged file %zu is refused with its name", i);
        g_file_get_contents(path, &after, NULL, NULL);
        is_str(after, texts[i], "and left alone");
    }
}

static void test_drafts(void)
{
    g_autofree char *path = write_file("d.ipynb", notebook_text);
    g_autoptr(MemoirDocument) document = memoir_document_load(path, NULL);
    g_autoptr(MemoirDocument) recovered = NULL;
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) drafts = NULL, none = NULL;

    ok(memoir_document_write_draft(document, NULL), "nothing to put aside");
    none = memoir_document_list_drafts();
    is_int(g_strv_length(none), 0, "no draft");
    memoir_cell_set_source(memoir_document_get_cell(document, 1), "typed");
    ok(memoir_document_write_draft(document, &error), "put aside");
    drafts = memoir_document_list_drafts();
    is_int(g_strv_length(drafts), 1, "one draft");
    recovered = memoir_document_recover(drafts[0], &error);
    ok(recovered != NULL, "recovered");
    is_cells(recovered, "markdown:# One\ntwo|code:typed", "with what was typed");
    is_str(memoir_document_get_path(recovered), path, "for its file");
    {
        g_autofree char *what = memoir_document_describe_draft(drafts[0]);

        ok(g_str_has_prefix(what, "d.ipynb ("), "the draft is described: %s", what);
    }
    ok(memoir_document_save(recovered, NULL, FALSE, &error), "the file is as it was then");
    g_file_set_contents(path, "{}", -1, NULL);
    memoir_cell_set_source(memoir_document_get_cell(document, 1), "typed again");
    memoir_document_write_draft(document, NULL);
    g_strfreev(drafts);
    drafts = memoir_document_list_drafts();
    is_int(g_strv_length(drafts), 1, "another draft");
    g_clear_object(&recovered);
    recovered = memoir_document_recover(drafts[0], &error);
    ok(!memoir_document_save(recovered, NULL, FALSE, NULL),
       "of a file that changed meanwhile, which is not overwritten");
    ok(memoir_document_get_modified(recovered), "and not yet saved");
    ok(memoir_document_save(recovered, NULL, TRUE, NULL), "unless asked to");
    g_strfreev(g_steal_pointer(&drafts));
    drafts = memoir_document_list_drafts();
    is_int(g_strv_length(drafts), 0, "the draft is gone");
}

/* In the background: what is discarded stays away, and closing waits. */
static void test_queued_drafts(void)
{
    g_autoptr(MemoirDocument) document = memoir_document_new("memoir", "Memoir");
    MemoirCell *cell = memoir_document_get_cell(document, 0);
    g_auto(GStrv) drafts = NULL;

    for (int i = 0; i < 20; i++) {
        g_autofree char *text = g_strdup_printf("text %d", i);

        memoir_cell_set_source(cell, text);
        if (!memoir_document_queue_draft(document, NULL))
            ok(FALSE, "queued");
    }
    memoir_document_discard_draft(document);
    drafts = memoir_document_list_drafts();
    is_int(g_strv_length(drafts), 0, "a draft on its way is discarded, too");
    memoir_cell_set_source(cell, "kept");
    ok(memoir_document_write_draft(document, NULL), "another one");
    memoir_cell_set_source(cell, "kept, too");
    memoir_document_queue_draft(document, NULL);
    g_clear_object(&document);
    g_strfreev(drafts);
    drafts = memoir_document_list_drafts();
    is_int(g_strv_length(drafts), 1, "stays when the document goes away undiscarded");
    memoir_document_delete_draft(drafts[0]);
}

static void test_timeline(void)
{
    g_autoptr(MemoirCell) cell = memoir_cell_new("code", "x");
    struct tl_timeline timeline;
    json_t *json;

    ok(!memoir_cell_get_timeline(cell), "a cell without a timeline");
    tl_timeline_init(&timeline);
    timeline.duration_ns = 77;
    json = tl_to_json(&timeline);
    memoir_cell_set_outputs(cell, json_pack("[{s:s, s:{s:O}, s:{}}]", "output_type",
                                            "display_data", "data", TL_MIME, json, "metadata"));
    json_decref(memoir_cell_get_outputs(cell));
    ok(memoir_cell_get_timeline(cell) && memoir_cell_get_timeline(cell)->duration_ns == 77,
       "the timeline among the outputs is found");
    json_object_set_new(json, "duration_ns", json_integer(78));
    ok(memoir_cell_set_timeline_json(cell, json), "a live timeline");
    is_int(memoir_cell_get_timeline(cell)->duration_ns, 78, "goes before it");
    ok(!memoir_cell_set_timeline_json(cell, memoir_cell_get_outputs(cell)),
       "what is no timeline is refused");
    json_decref(json);
    tl_timeline_finish(&timeline);
}

int main(void)
{
    folder = g_dir_make_tmp("memoir-XXXXXX", NULL);
    g_setenv("XDG_DATA_HOME", folder, TRUE);
    test_edit();
    test_several();
    test_folds();
    test_ids();
    test_save();
    test_changed_on_disk();
    test_reload();
    test_damaged();
    test_drafts();
    test_queued_drafts();
    test_timeline();
    if (folder) {
        const char *argv[] = {"rm", "-r", folder, NULL};

        g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                     NULL);
        g_free(folder);
    }
    return done();
}
