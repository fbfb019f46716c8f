/* memoir-plot: draws a saved timeline, or every timeline in a notebook. See memoir-plot.1. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plots/output.h"
#include "plots/timeline_private.h"

static const size_t most_input = (size_t)1 << 30;
static const double most_pixels = 32767; /* cairo's images are no larger */

static const char usage[] =
    "Usage: memoir-plot [OPTION ...] FILE\n"
    "Draw the timeline of a run, or every timeline in a notebook.\n"
    "\n"
    "FILE is a timeline (JSON, from memoir-kernel run --timeline) or a notebook (.ipynb);\n"
    "\"-\" reads standard input.\n"
    "\n"
    "  -o, --output=OUT     picture to write, or \"-\" for standard output; for a notebook the\n"
    "                       folder for its pictures. Without it the name is FILE's with another\n"
    "                       ending, in the current folder; for \"-\" it is standard output\n"
    "      --format=FORMAT  png, svg or pdf; without it OUT's ending decides, else png\n"
    "      --width=PIXELS   width of the picture in CSS pixels (960)\n"
    "      --height=PIXELS  height (420)\n"
    "      --scale=FACTOR   pixels of a PNG per CSS pixel (2)\n"
    "      --theme=THEME    light or dark (light)\n"
    "      --axis=AXIS      draw over time, or over the bytes allocated: time or allocated (time)\n"
    "  -h, --help           show this text\n"
    "      --version        show the version\n";

struct command {
    const char *input, *output; /* output NULL: by the input's name */
    bool format_given;
    struct output_options options;
};

static int complain(const char *text)
{
    fprintf(stderr, "memoir-plot: %s\n", text);
    return 1;
}

/* ---- options ---- */

static bool parse_number(const char *text, double least, double most, double *to,
                         const char *option, struct tl_error *error)
{
    char *end;
    double value = strtod(text, &end);

    if (end == text || *end || !(value >= least && value <= most))
        return tl_fail(error, "--%s: \"%.40s\" is not a number from %g to %g", option, text, least,
                       most);
    *to = value;
    return true;
}

static bool parse_format(const char *name, enum output_format *format)
{
    static const char *const names[] = {"png", "svg", "pdf"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcasecmp(name, names[i]) == 0) {
            *format = (enum output_format)i;
            return true;
        }
    }
    return false;
}

static const char *ending(enum output_format format)
{
    return format == OUTPUT_SVG ? "svg" : format == OUTPUT_PDF ? "pdf" : "png";
}

static bool parse_option(struct command *command, int option, const char *word,
                         struct tl_error *error)
{
    struct output_options *o = &command->options;

    switch (option) {
    case 'o':
        command->output = optarg;
        return true;
    case 'f':
        command->format_given = true;
        return parse_format(optarg, &o->format)
               || tl_fail(error, "--format: \"%.40s\" is not png, svg or pdf", optarg);
    case 'W':
        return parse_number(optarg, 50, most_pixels, &o->width, "width", error);
    case 'H':
        return parse_number(optarg, 50, most_pixels, &o->height, "height", error);
    case 's':
        return parse_number(optarg, 0.25, 16, &o->scale, "scale", error);
    case 't':
        if (strcmp(optarg, "light") == 0)
            o->theme = &plot_light;
        else if (strcmp(optarg, "dark") == 0)
            o->theme = &plot_dark;
        else
            return tl_fail(error, "--theme: \"%.40s\" is not light or dark", optarg);
        return true;
    case 'a':
        if (strcmp(optarg, "time") == 0)
            o->axis = PLOT_TIME;
        else if (strcmp(optarg, "allocated") == 0)
            o->axis = PLOT_ALLOCATED;
        else
            return tl_fail(error, "--axis: \"%.40s\" is not time or allocated", optarg);
        return true;
    default:
        return tl_fail(error, "\"%.80s\" is no option, or lacks its value; try memoir-plot --help",
                       word);
    }
}

/* 0: go on; otherwise the exit status plus one. */
static int parse_arguments(struct command *command, int argc, char **argv)
{
    static const struct option long_options[] = {
        {"output", required_argument, NULL, 'o'}, {"format", required_argument, NULL, 'f'},
        {"width", required_argument, NULL, 'W'},  {"height", required_argument, NULL, 'H'},
        {"scale", required_argument, NULL, 's'},  {"theme", required_argument, NULL, 't'},
        {"axis", required_argument, NULL, 'a'},
        {"help", no_argument, NULL, 'h'},         {"version", no_argument, NULL, 'V'},
        {0},
    };
    struct tl_error error;
    int option;

    *command = (struct command){
        .options = {.width = TL_PICTURE_WIDTH, .height = TL_PICTURE_HEIGHT, .scale = 2,
                    .theme = &plot_light},
    };
    opterr = 0; /* we speak for ourselves, in one line */
    while ((option = getopt_long(argc, argv, "o:h", long_options, NULL)) != -1) {
        if (option == 'h' || option == 'V') {
            fputs(option == 'h' ? usage : "memoir-plot " MEMOIR_VERSION "\n", stdout);
            return fflush(stdout) ? 2 : 1;
        }
        if (!parse_option(command, option, argv[optind - 1], &error)) {
            complain(error.text);
            return 3;
        }
    }
    if (argc - optind != 1) {
        complain(argc == optind ? "which file? Try memoir-plot --help"
                                : "one file at a time; try memoir-plot --help");
        return 3;
    }
    command->input = argv[optind];
    if (command->options.format == OUTPUT_PNG
        && fmax(command->options.width, command->options.height) * command->options.scale
               > most_pixels) {
        complain("the picture would be larger than 32767 pixels");
        return 3;
    }
    return 0;
}

/* ---- input ---- */

static bool read_all(const char *path, char **text, size_t *size, struct tl_error *error)
{
    bool from_stdin = strcmp(path, "-") == 0;
    const char *name = from_stdin ? "standard input" : path;
    int fd = from_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    size_t capacity = 0;
    char *bigger;
    ssize_t n;

    *text = NULL;
    *size = 0;
    if (fd < 0)
        return tl_fail(error, "cannot read %s: %s", name, strerror(errno));
    do {
        if (*size == capacity) {
            capacity = capacity ? capacity * 2 : (size_t)1 << 16;
            if (capacity > most_input) {
                tl_fail(error, "cannot read %s: it is larger than 1 GiB", name);
                goto fail;
            }
            bigger = realloc(*text, capacity);
            if (!bigger) {
                tl_fail(error, "out of memory");
                goto fail;
            }
            *text = bigger;
        }
        do
            n = read(fd, *text + *size, capacity - *size);
        while (n < 0 && errno == EINTR);
        if (n < 0) {
            tl_fail(error, "cannot read %s: %s", name, strerror(errno));
            goto fail;
        }
        *size += (size_t)n;
    } while (n);
    if (!from_stdin)
        close(fd);
    return true;
fail:
    if (!from_stdin)
        close(fd);
    free(*text);
    *text = NULL;
    return false;
}

static json_t *load(const char *path, struct tl_error *error)
{
    json_error_t json_error;
    json_t *json = NULL;
    char *text;
    size_t size;

    if (!read_all(path, &text, &size, error))
        return NULL;
    if (!size)
        tl_fail(error, "%s is empty", path);
    else if (!(json = json_loadb(text, size, 0, &json_error)))
        tl_fail(error, "%s is not JSON: line %d, column %d: %s", path, json_error.line,
                json_error.column, json_error.text);
    free(text);
    return json;
}

/* ---- output ---- */

static bool draw(const struct command *command, const json_t *json, const char *path,
                 struct tl_error *error)
{
    struct tl_timeline tl;
    struct output_picture picture;
    bool ok;

    if (!tl_from_json(&tl, json, error))
        return false;
    ok = output_picture_init(&picture, &tl, &command->options, error);
    tl_timeline_finish(&tl);
    if (!ok)
        return false;
    if (strcmp(path, "-") == 0)
        ok = output_write(STDOUT_FILENO, "standard output", &picture, error);
    else
        ok = output_save(path, &picture, error);
    output_picture_finish(&picture);
    return ok;
}

/* The last part of the path without its ending. */
static char *stem(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *name = strdup(slash ? slash + 1 : path);
    char *dot = name ? strrchr(name, '.') : NULL;

    if (dot && dot != name)
        *dot = '\0';
    return name;
}

static bool draw_one(struct command *command, const json_t *json, struct tl_error *error)
{
    const char *output = command->output;
    char *name = NULL, *path = NULL;
    bool ok = false;

    if (!output && strcmp(command->input, "-") == 0)
        output = "-";
    if (!output) {
        name = stem(command->input);
        if (!name || asprintf(&path, "%s.%s", name, ending(command->options.format)) < 0) {
            path = NULL;
            tl_fail(error, "out of memory");
            goto done;
        }
        output = path;
    } else if (!command->format_given && strcmp(output, "-") != 0) {
        const char *dot = strrchr(output, '.'), *slash = strrchr(output, '/');
        if (dot && dot > slash && !parse_format(dot + 1, &command->options.format)) {
            tl_fail(error, "cannot write %s: its ending is not png, svg or pdf (see --format)",
                    output);
            goto done;
        }
    }
    ok = draw(command, json, output, error);
done:
    free(name);
    free(path);
    return ok;
}

/* One picture per timeline, named by the cell's place in the notebook; their paths go to stdout. */
static bool draw_notebook(const struct command *command, const json_t *notebook,
                          struct tl_error *error)
{
    const char *from = strcmp(command->input, "-") == 0 ? "notebook" : command->input;
    struct tl_found *found = NULL;
    struct tl_error reason;
    char *name = NULL, *folder = NULL, *path = NULL;
    size_t n, again = 1;
    bool ok = false;

    if (!tl_find_in_notebook(notebook, &found, &n, &reason)) {
        tl_fail(error, "%s: %s", command->input, reason.text);
        goto done;
    }
    if (!n) {
        tl_fail(error, "%s: no timeline in this notebook", command->input);
        goto done;
    }
    if (command->output && strcmp(command->output, "-") == 0) {
        tl_fail(error, "the pictures of a notebook go to a folder: -o FOLDER");
        goto done;
    }
    name = stem(from);
    if (!name
        || (command->output ? !(folder = strdup(command->output))
                            : asprintf(&folder, "%s-timelines", name) < 0)) {
        tl_fail(error, "out of memory");
        goto done;
    }
    if (mkdir(folder, 0777) && errno != EEXIST) {
        tl_fail(error, "cannot make the folder %s: %s", folder, strerror(errno));
        goto done;
    }
    for (size_t i = 0; i < n; i++) {
        char suffix[32] = "";
        again = i && found[i].cell == found[i - 1].cell ? again + 1 : 1;
        if (again > 1)
            snprintf(suffix, sizeof(suffix), "-%zu", again);
        free(path);
        if (asprintf(&path, "%s/cell-%02zu%s.%s", folder, found[i].cell + 1, suffix,
                     ending(command->options.format)) < 0) {
            path = NULL;
            tl_fail(error, "out of memory");
            goto done;
        }
        if (!draw(command, found[i].json, path, &reason)) {
            tl_fail(error, "%s, cell %zu: %s", command->input, found[i].cell + 1, reason.text);
            goto done;
        }
        printf("%s\n", path);
    }
    if (fflush(stdout)) {
        tl_fail(error, "cannot write standard output: %s", strerror(errno));
        goto done;
    }
    ok = true;
done:
    free(found);
    free(name);
    free(folder);
    free(path);
    return ok;
}

int main(int argc, char **argv)
{
    struct command command;
    struct tl_error error;
    json_t *json;
    int done;
    bool ok;

    done = parse_arguments(&command, argc, argv);
    if (done)
        return done - 1;
    json = load(command.input, &error);
    if (!json)
        return complain(error.text);
    if (json_object_get(json, "cells"))
        ok = draw_notebook(&command, json, &error);
    else
        ok = draw_one(&command, json, &error);
    json_decref(json);
    return ok ? 0 : complain(error.text);
}
