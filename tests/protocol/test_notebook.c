/* Notebook documents: editing, errors that say where, nothing half-written. The bytes themselves
 * are compared with nbformat's in compare_nbformat. */
#include "protocol/notebook.h"
#include "tests/tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char cell_format[] =
    "{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{},\"cells\":[%s]}";

static void refuses(const char *text, const char *reason)
{
    struct jp_error error = {""};
    struct jp_notebook *notebook = jp_notebook_parse(text, strlen(text), "a.ipynb", &error);

    ok(!notebook && strstr(error.text, reason), "refused: %s", error.text);
    jp_notebook_destroy(notebook);
}

static void refuses_cell(const char *cell, const char *reason)
{
    char text[1024];

    snprintf(text, sizeof(text), cell_format, cell);
    refuses(text, reason);
}

static void test_damage(void)
{
    refuses("", "a.ipynb: is empty");
    refuses("{\n \"cells\": [\n  tru\n", "line 3");
    refuses("[]", "not a JSON object");
    refuses("{}", "\"nbformat\" is missing");
    refuses("{\"nbformat\":\"4\"}", "\"nbformat\" is not a version number");
    refuses("{\"nbformat\":2}", "nbformat 2 is too old");
    refuses("{\"nbformat\":5}", "nbformat 5 is newer");
    refuses("{\"nbformat\":4,\"metadata\":[]}", "\"metadata\" is a list, not an object");
    refuses("{\"nbformat\":4,\"metadata\":{}}", "\"cells\" is missing");
    refuses("{\"nbformat\":4,\"metadata\":{},\"cells\":{}}", "\"cells\" is an object, not a list");
    refuses("{\"nbformat\":3,\"worksheets\":[{}]}", "worksheets[0]: \"cells\" is not a list");
    refuses("{\"nbformat\":3,\"worksheets\":[{\"cells\":[1]}]}", "worksheets[0].cells[0]");
    refuses_cell("7", "cells[0] is a number, not an object");
    refuses_cell("{}", "cells[0]: \"cell_type\" is missing");
    refuses_cell("{\"cell_type\":\"code\"}", "cells[0]: \"source\" is missing");
    refuses_cell("{\"cell_type\":\"raw\",\"source\":[\"a\",1]}",
                 "\"source\" is a list, not a text");
    refuses_cell("{\"cell_type\":\"raw\",\"source\":99999999999999999999}",
                 "\"source\" is a number");
    refuses_cell("{\"cell_type\":\"raw\",\"source\":\"\",\"attachments\":{\"a\":1}}", "\"a\" is");
    refuses_cell("{\"cell_type\":\"code\",\"source\":\"\",\"execution_count\":\"1\"}",
                 "\"execution_count\" is a text, not a whole number or null");
    refuses_cell("{\"cell_type\":\"code\",\"source\":\"\",\"outputs\":3}",
                 "\"outputs\" is a number");
    refuses_cell("{\"cell_type\":\"code\",\"source\":\"\",\"outputs\":[{\"output_type\":\"stream\","
                 "\"name\":\"stdout\",\"text\":3}]}", "cells[0].outputs[0]: \"text\" is a number");
    refuses_cell("{\"cell_type\":\"code\",\"source\":\"\",\"outputs\":[{\"output_type\":"
                 "\"display_data\"}]}", "cells[0].outputs[0]: \"data\" is missing");
    refuses_cell("{\"cell_type\":\"code\",\"source\":\"\",\"outputs\":[{\"output_type\":\"error\","
                 "\"ename\":\"\",\"evalue\":\"\",\"traceback\":\"\"}]}", "\"traceback\" is a text");
}

static void test_mending(void)
{
    struct jp_error error = {""};
    char text[1024];
    struct jp_notebook *notebook;
    json_t *cell;

    snprintf(text, sizeof(text), "\xEF\xBB\xBF%s", cell_format);
    snprintf(text + 512, sizeof(text) - 512, text,
             "{\"cell_type\":\"code\",\"source\":[\"a\\n\",\"b\"],\"id\":\"x\",\"new key\":1},"
             "{\"cell_type\":\"future\",\"id\":\"x\"},{\"cell_type\":\"raw\",\"source\":\"\","
             "\"id\":\"not valid\"}");
    notebook = jp_notebook_parse(text + 512, strlen(text + 512), "a", &error);
    if (!ok(notebook != NULL, "what writers leave out is added %s", error.text))
        return;
    cell = jp_notebook_cell(notebook, 0);
    is_str(jp_cell_source(cell, NULL), "a\nb", "lines are joined");
    ok(json_is_null(json_object_get(cell, "execution_count")) &&
       json_is_array(json_object_get(cell, "outputs")), "count and outputs");
    ok(json_object_get(cell, "new key"), "what is unknown stays");
    is_int(notebook->given_ids, 2, "double and invalid ids are replaced");
    is_str(jp_cell_id(cell), "x", "the first of a double keeps it");
    is_int(strlen(jp_cell_id(jp_notebook_cell(notebook, 1))), 8, "the second gets a fresh one");
    jp_notebook_destroy(notebook);
}

static void test_editing(void)
{
    struct jp_notebook *notebook = jp_notebook_create("memoir", "Memoir", "python");
    struct jp_buffer text = {0};
    json_t *cell;

    is_str(jp_notebook_kernel(notebook), "memoir", "a new notebook knows its kernel");
    jp_notebook_insert_cell(notebook, 0, jp_cell_create("code", "1\n2"));
    jp_notebook_insert_cell(notebook, 0, jp_cell_create("markdown", ""));
    is_int(jp_notebook_cell_count(notebook), 2, "two cells");
    cell = jp_notebook_take_cell(notebook, 0);
    is_str(jp_cell_type(cell), "markdown", "the first was taken out");
    json_decref(cell);
    cell = jp_notebook_cell(notebook, 0);
    jp_cell_set_source(cell, "print()", 7);
    jp_cell_set_result(cell, json_pack("[{s:s, s:s, s:s}]", "output_type", "stream", "name",
                                       "stdout", "text", "a\nb\n"), 4);
    json_object_set_new(cell, "id", json_string("one"));
    is_int(jp_notebook_format(notebook, &text, NULL), 0, "formatted");
    is_str(text.data,
           "{\n \"cells\": [\n  {\n   \"cell_type\": \"code\",\n   \"execution_count\": 4,\n"
           "   \"id\": \"one\",\n   \"metadata\": {},\n   \"outputs\": [\n    {\n"
           "     \"name\": \"stdout\",\n     \"output_type\": \"stream\",\n     \"text\": [\n"
           "      \"a\\n\",\n      \"b\\n\"\n     ]\n    }\n   ],\n   \"source\": [\n"
           "    \"print()\"\n   ]\n  }\n ],\n \"metadata\": {\n  \"kernelspec\": {\n"
           "   \"display_name\": \"Memoir\",\n   \"language\": \"python\",\n"
           "   \"name\": \"memoir\"\n  },\n  \"language_info\": {\n   \"name\": \"python\"\n  }\n"
           " },\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n", "in the canonical form");
    is_str(json_string_value(json_object_get(json_array_get(json_object_get(cell, "outputs"), 0),
                                             "text")), "a\nb\n",
           "writing leaves the notebook as it was");
    jp_buffer_finish(&text);
    jp_notebook_destroy(notebook);
}

static void test_files(void)
{
    char folder[] = "/tmp/memoir-test-XXXXXX", path[64], link_path[64];
    struct jp_notebook *notebook = jp_notebook_create("k", "K", "l");
    struct jp_error error = {""};
    struct stat st;

    if (!mkdtemp(folder))
        return;
    snprintf(path, sizeof(path), "%s/a.ipynb", folder);
    snprintf(link_path, sizeof(link_path), "%s/b.ipynb", folder);
    is_int(jp_notebook_write(notebook, path, NULL, &error), 0, "written %s", error.text);
    chmod(path, 0640);
    ok(symlink(path, link_path) == 0, "linked");
    is_int(jp_notebook_write(notebook, link_path, NULL, &error), 0, "written through a link %s",
           error.text);
    ok(lstat(link_path, &st) == 0 && S_ISLNK(st.st_mode), "the link is a link still");
    stat(path, &st);
    is_int(st.st_mode & 07777, 0640, "the file keeps its permissions");
    jp_notebook_destroy(notebook);

    notebook = jp_notebook_read(path, &error);
    ok(notebook != NULL, "read again %s", error.text);
    is_int(jp_notebook_write(notebook, "/dev/full/x", NULL, &error), -1, "no folder: %s",
           error.text);
    jp_notebook_destroy(notebook);
    unlink(link_path);
    unlink(path);
    ok(rmdir(folder) == 0, "nothing else is left");
    ok(!jp_notebook_read("/tmp", &error), "a directory: %s", error.text);
    ok(!jp_notebook_read("/dev/null", &error), "a device: %s", error.text);
}

int main(void)
{
    test_damage();
    test_mending();
    test_editing();
    test_files();
    return done();
}
