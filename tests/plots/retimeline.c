/* retimeline SIZE FILE: reads a timeline, reduces it to SIZE bytes (0: not at all), writes it to
 * stdout. */
#include <stdio.h>
#include <stdlib.h>

#include "plots/timeline.h"

int main(int argc, char **argv)
{
    struct tl_timeline tl;
    struct tl_error error;
    json_t *json = argc == 3 ? json_load_file(argv[2], 0, NULL) : NULL;
    size_t size = argc == 3 ? strtoul(argv[1], NULL, 10) : 0;
    char *text = NULL;
    int status = 1;

    if (!json || !tl_from_json(&tl, json, &error)) {
        fprintf(stderr, "retimeline: %s\n", json ? error.text : "no JSON");
        goto done;
    }
    if ((!size || tl_reduce(&tl, size)) && (text = tl_to_text(&tl))) {
        puts(text);
        status = 0;
    }
    tl_timeline_finish(&tl);
done:
    free(text);
    json_decref(json);
    return status;
}
