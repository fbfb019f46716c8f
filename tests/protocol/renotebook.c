/* renotebook FILE…: reads each notebook and writes it back over itself, with its ids kept out of
 * chance: cells that got a fresh id are numbered. For comparison with nbformat. */
#include "protocol/notebook.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct jp_error error;
        struct jp_notebook *notebook = jp_notebook_read(argv[i], &error);

        if (!notebook) {
            printf("%s\n", error.text);
            continue;
        }
        for (size_t c = 0; notebook->given_ids > 0 && c < jp_notebook_cell_count(notebook); c++) {
            char id[32];

            snprintf(id, sizeof(id), "id%zu", c);
            json_object_set_new(jp_notebook_cell(notebook, c), "id", json_string(id));
        }
        if (jp_notebook_write(notebook, argv[i], NULL, &error) < 0)
            printf("%s\n", error.text);
        else
            printf("written\n");
        jp_notebook_destroy(notebook);
    }
    return 0;
}
