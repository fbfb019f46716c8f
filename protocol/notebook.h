/*
 * jp_notebook: a Jupyter notebook document.
 *
 * In memory a notebook is the JSON tree of nbformat 4.5 with its multi-line texts joined; whatever
 * the file holds beyond what this library knows stays in the tree and is written again. Written
 * files are byte for byte what Python's nbformat writes: sorted keys, indent 1, UTF-8, lines split,
 * final newline, without the transient metadata (trusted, signature, orig_nbformat).
 *
 * Reading upgrades nbformat 3 and 4.0 to 4.4, gives cells without a valid and unique id a fresh one
 * and adds empty `metadata`, `outputs` and `execution_count` where a writer left them out. What is
 * damaged beyond that is an error that says what and where:
 * "a.ipynb: cells[3].outputs[0]: \"text\" is a number, not a text".
 *
 * The notebook owns its tree; functions that return json_t * lend it, those that take a
 * `json_t *new_…` take it over, also on failure. Texts that come from outside should be made with
 * jp_json_text() (see json.h).
 *
 * Source: nbformat's documentation "The Notebook file format" and its JSON schemas.
 */
#ifndef JP_NOTEBOOK_H
#define JP_NOTEBOOK_H

#include "protocol/json.h"

#include <stdbool.h>
#include <sys/stat.h>

struct jp_notebook {
    json_t *root;
    int from_major, from_minor; /* the format that was read */
    int given_ids;              /* cells that got a fresh id in reading */
};

/* An empty notebook for the kernel; display name and language as in its kernelspec. */
struct jp_notebook *jp_notebook_create(const char *kernel, const char *display_name,
                                       const char *language);
void jp_notebook_destroy(struct jp_notebook *notebook);

struct jp_notebook *jp_notebook_read(const char *path, struct jp_error *error);
/* `name` stands in error messages. */
struct jp_notebook *jp_notebook_parse(const char *text, size_t length, const char *name,
                                      struct jp_error *error);

/* Append the file's text. */
int jp_notebook_format(const struct jp_notebook *notebook, struct jp_buffer *out,
                       struct jp_error *error);
/* Write atomically; a file that exists keeps its permissions. `status` as in
 * jp_file_write_atomic(). */
int jp_notebook_write(const struct jp_notebook *notebook, const char *path, struct stat *status,
                      struct jp_error *error);

json_t *jp_notebook_metadata(const struct jp_notebook *notebook);
/* metadata.kernelspec.name, or NULL. */
const char *jp_notebook_kernel(const struct jp_notebook *notebook);

/* Cells: JSON objects. */
size_t jp_notebook_cell_count(const struct jp_notebook *notebook);
json_t *jp_notebook_cell(const struct jp_notebook *notebook, size_t index);
int jp_notebook_insert_cell(struct jp_notebook *notebook, size_t index, json_t *new_cell);
/* The cell leaves the notebook and belongs to the caller. */
json_t *jp_notebook_take_cell(struct jp_notebook *notebook, size_t index);

/* A cell with a fresh id; type "code", "markdown" or "raw". */
json_t *jp_cell_create(const char *type, const char *source);
const char *jp_cell_id(const json_t *cell);
const char *jp_cell_type(const json_t *cell);
/* The text without its mark (see json.h), never NULL. */
const char *jp_cell_source(const json_t *cell, size_t *length);
int jp_cell_set_source(json_t *cell, const char *text, size_t length);
/* Of a code cell; a count < 0 stands for null. */
int jp_cell_set_result(json_t *cell, json_t *new_outputs, int execution_count);

/* Is the output data of this MIME type raw JSON rather than text? */
bool jp_mime_is_json(const char *mime);

/* For the files of this module: the steps of reading, on a tree that is changed in place. */
int jp_notebook_upgrade_3(json_t *root, const char *name, struct jp_error *error);
int jp_notebook_check(json_t *root, const char *name, struct jp_error *error);
int jp_notebook_join_lines(json_t *root, struct jp_error *error);
int jp_notebook_give_ids(json_t *root, int *given, struct jp_error *error);

#endif
