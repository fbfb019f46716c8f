/* memoir-kernel run: a script as `python` would run it, with the curve of its memory. */
#include "kernel/commands.h"

#include "kernel/log.h"
#include "kernel/plot.h"
#include "kernel/record.h"
#include "protocol/file.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options {
    const char *timeline, *plot; /* where to write; NULL: not wanted */
    enum { SCRIPT, CODE, MODULE, STANDARD_INPUT } kind;
    const char *source; /* path, code or module */
    int argc;           /* sys.argv */
    char **argv;
};

/* -1: the command line is wrong, and the reason was told. */
static int parse(int argc, char **argv, struct options *options)
{
    int i = 0;

    *options = (struct options){0};
    for (; i < argc; i++) {
        const char **value = NULL;
        const char *name = NULL;

        if (strncmp(argv[i], "--timeline", 10) == 0) {
            value = &options->timeline;
            name = argv[i] + 10;
        } else if (strncmp(argv[i], "--plot", 6) == 0) {
            value = &options->plot;
            name = argv[i] + 6;
        }
        if (value && *name == '=' && name[1]) {
            *value = name + 1;
        } else if (value && *name == '\0' && i + 1 < argc) {
            *value = argv[++i];
        } else if (value && (*name == '\0' || *name == '=')) {
            mk_log("run: %.*s needs the name of a file", (int)(name - argv[i]), argv[i]);
            return -1;
        } else {
            break;
        }
    }
    if (i == argc) {
        options->kind = STANDARD_INPUT;
        return 0;
    }
    if (strcmp(argv[i], "-") == 0) {
        options->kind = STANDARD_INPUT;
    } else if (strcmp(argv[i], "-c") == 0 || strcmp(argv[i], "-m") == 0) {
        options->kind = argv[i][1] == 'c' ? CODE : MODULE;
        if (i + 1 == argc) {
            mk_log("run: %s needs an argument", argv[i]);
            return -1;
        }
        options->source = argv[i + 1];
    } else if (argv[i][0] == '-') {
        mk_log("run: %s: try memoir-kernel --help", argv[i]);
        return -1;
    } else {
        options->kind = SCRIPT;
        options->source = argv[i];
    }
    /* sys.argv[0] is "-c", "-m" (which the runtime replaces by the module's path), "-" or the
     * script. */
    if (options->kind == CODE || options->kind == MODULE) {
        argv[i + 1] = argv[i];
        i++;
    }
    options->argc = argc - i;
    options->argv = argv + i;
    return 0;
}

/* The folder of the script, as the first place of imports. malloc'd. */
static char *script_folder(const char *path)
{
    char *real = realpath(path, NULL);
    char *slash = real ? strrchr(real, '/') : NULL;

    if (slash == real && slash)
        slash++;
    if (slash)
        *slash = '\0';
    return real;
}

static int run_standard_input(mr_runtime *runtime)
{
    struct jp_buffer source = {0};
    char chunk[65536];
    ssize_t got;
    int status = 1;

    while ((got = read(STDIN_FILENO, chunk, sizeof(chunk))) != 0) {
        if (got > 0)
            jp_buffer_add(&source, chunk, (size_t)got);
        else if (errno != EINTR)
            break;
    }
    if (got < 0)
        mk_log("run: standard input: %s", strerror(errno));
    else if (source.failed)
        mk_log("run: standard input: not enough memory");
    else
        status = mr_run_source(runtime, source.data ? source.data : "", source.length, "<stdin>");
    jp_buffer_finish(&source);
    return status;
}

static int run_code(mr_runtime *runtime, const struct options *options)
{
    switch (options->kind) {
    case CODE:
        return mr_run_command(runtime, options->source);
    case MODULE:
        return mr_run_module(runtime, options->source);
    case SCRIPT:
        return mr_run_file(runtime, options->source);
    default:
        return run_standard_input(runtime);
    }
}

/* By the file's ending, PNG without one; NULL for any other. */
static const char *format_of(const char *path)
{
    const char *file = strrchr(path, '/');
    const char *ending = strrchr(file ? file : path, '.');

    if (!ending || strcmp(ending, ".png") == 0)
        return "png";
    return strcmp(ending, ".svg") == 0 ? "svg" : strcmp(ending, ".pdf") == 0 ? "pdf" : NULL;
}

/* A file, or a pipe or terminal such as /dev/stdout, which cannot be replaced but written to. */
static int write_out(const char *path, const char *data, size_t length, struct jp_error *error)
{
    struct stat st;
    FILE *file;

    if (stat(path, &st) < 0 || S_ISREG(st.st_mode)) {
        mode_t mask = umask(022);

        umask(mask);
        return jp_file_write_atomic(path, data, length, 0666 & ~mask, NULL, error);
    }
    file = fopen(path, "w");
    if (!file)
        return jp_fail(error, "%s: %s", path, strerror(errno));
    if (fwrite(data, 1, length, file) != length || fflush(file) != 0) {
        jp_fail(error, "%s: %s", path, strerror(errno));
        fclose(file);
        return -1;
    }
    fclose(file);
    return 0;
}

static int write_results(const mr_run *run, const struct options *options,
                         struct jp_error *error)
{
    struct tl_timeline timeline;
    struct jp_buffer picture = {0};
    char *text = NULL;
    int result = -1;

    if (!run || !mk_record_timeline(run, MK_ALL_BUCKETS, &timeline))
        return jp_fail(error, "no timeline: not enough memory");
    text = tl_to_text(&timeline);
    tl_timeline_finish(&timeline);
    if (!text)
        return jp_fail(error, "no timeline: not enough memory");
    if (options->timeline &&
        write_out(options->timeline, text, strlen(text), error) < 0)
        goto done;
    if (options->plot &&
        (mk_plot(text, strlen(text), format_of(options->plot), &picture, error) < 0 ||
         write_out(options->plot, picture.data ? picture.data : "", picture.length, error) < 0))
        goto done;
    result = 0;
done:
    free(text);
    jp_buffer_finish(&picture);
    return result;
}

int mk_command_run(int argc, char **argv)
{
    static char *no_arguments[] = {(char *)"", NULL};
    struct options options;
    struct jp_error error;
    const char *why = "unknown reason";
    char *folder = NULL;
    mr_runtime *runtime;
    mr_run *record = NULL;
    bool wanted;
    int status;

    if (parse(argc, argv, &options) < 0)
        return 2;
    if (options.plot && !format_of(options.plot)) {
        mk_log("run: %s: the name of a picture ends in .png, .svg or .pdf", options.plot);
        return 2;
    }
    if (options.kind == SCRIPT)
        folder = script_folder(options.source);
    {
        const mr_config config = {
            .argc = options.argc ? options.argc : 1,
            .argv = (const char *const *)(options.argc ? options.argv : no_arguments),
            .path0 = folder,
            .handle_sigint = true,
        };

        runtime = mr_create(&config, &why);
    }
    free(folder);
    if (!runtime) {
        mk_log("the runtime cannot start: %s", why);
        return 1;
    }
    /* A script that cannot be read has no run: its name mistyped must not cost an older picture. */
    wanted = (options.timeline || options.plot) &&
             (options.kind != SCRIPT || access(options.source, R_OK) == 0);
    if (wanted)
        mr_run_begin(runtime, options.kind == CODE             ? "-c"
                              : options.kind == STANDARD_INPUT ? "<stdin>"
                                                               : options.source);
    status = run_code(runtime, &options);
    if (wanted) {
        fflush(stdout);
        record = mr_run_end(runtime);
        if (write_results(record, &options, &error) < 0) {
            mk_log("run: %s", error.text);
            status = status ? status : 1;
        }
        mr_run_destroy(record);
    }
    mr_destroy(runtime);
    return status;
}
