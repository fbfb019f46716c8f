/* Finding and installing kernelspecs. */
#include "protocol/kernelspec.h"
#include "tests/tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[] = "/tmp/memoir-test-XXXXXX";

static void write_spec(const char *data, const char *name, const char *text)
{
    char path[256];
    FILE *file;

    for (const char *part = "kernels"; part; part = strcmp(part, "kernels") ? NULL : name) {
        if (part == name)
            snprintf(path, sizeof(path), "%s/kernels/%s", data, name);
        else
            snprintf(path, sizeof(path), "%s/kernels", data);
        mkdir(data, 0700);
        mkdir(path, 0700);
    }
    strcat(path, "/kernel.json");
    file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
}

static bool contains(char **strings, const char *text)
{
    for (; *strings; strings++) {
        if (strcmp(*strings, text) == 0)
            return true;
    }
    return false;
}

static void test_install(void)
{
    json_t *content = json_pack("{s:[s,s], s:s, s:s, s:{s:s}}", "argv", "/bin/k",
                                "{connection_file}", "display_name", "Mem", "language", "python",
                                "env", "A", "b");
    struct jp_error error = {""};
    struct jp_kernelspec *spec;
    char folder[512], path[560];

    is_int(jp_kernelspec_install("memtest", content, JP_INSTALL_USER, NULL, folder, sizeof(folder),
                                 &error), 0, "installed for the user %s", error.text);
    ok(strncmp(folder, root, strlen(root)) == 0, "in the user's data directory: %s", folder);
    spec = jp_kernelspec_find("MemTest", &error);
    ok(spec != NULL, "found under its name in any case %s", error.text);
    is_str(spec->name, "memtest", "name");
    is_str(spec->argv[1], "{connection_file}", "argv");
    is_str(spec->display_name, "Mem", "display name");
    is_str(json_string_value(json_object_get(spec->env, "A")), "b", "env");
    ok(!spec->interrupt_by_message, "interrupted by signal unless it says otherwise");
    jp_kernelspec_destroy(spec);

    snprintf(path, sizeof(path), "%s/prefix", root);
    is_int(jp_kernelspec_install("memtest", content, JP_INSTALL_PREFIX, path, folder,
                                 sizeof(folder), &error), 0, "installed below a prefix");
    ok(strstr(folder, "/prefix/share/jupyter/kernels/memtest"), "there: %s", folder);
    setenv("VIRTUAL_ENV", path, 1);
    is_int(jp_kernelspec_install("memtest", content, JP_INSTALL_ENV, NULL, folder, sizeof(folder),
                                 &error), 0, "installed into the environment");
    unsetenv("VIRTUAL_ENV");
    unsetenv("CONDA_PREFIX");
    is_int(jp_kernelspec_install("memtest", content, JP_INSTALL_ENV, NULL, folder, sizeof(folder),
                                 &error), -1, "no environment: %s", error.text);
    is_int(jp_kernelspec_install("a/b", content, JP_INSTALL_USER, NULL, folder, sizeof(folder),
                                 &error), -1, "a bad name: %s", error.text);
    is_int(jp_kernelspec_install("x", content, JP_INSTALL_PREFIX, "/proc/nowhere", folder,
                                 sizeof(folder), &error), -1, "no permission: %s", error.text);
    json_decref(content);
}

static void test_search(void)
{
    struct jp_error error = {""};
    struct jp_kernelspec *spec;
    char first[64], second[64], both[160];
    char **names;

    snprintf(first, sizeof(first), "%s/first", root);
    snprintf(second, sizeof(second), "%s/second", root);
    snprintf(both, sizeof(both), "%s::%s", first, second);
    write_spec(first, "one", "{\"argv\":[\"a\"],\"display_name\":\"first\",\"language\":\"l\","
               "\"interrupt_mode\":\"message\"}");
    write_spec(second, "one", "{\"argv\":[\"a\"],\"display_name\":\"second\",\"language\":\"l\"}");
    write_spec(second, "broken", "{\"argv\":[\"a\"");
    write_spec(second, "noargv", "{\"argv\":\"a\",\"display_name\":\"\",\"language\":\"\"}");
    write_spec(second, "bad name!", "{}");
    setenv("JUPYTER_PATH", both, 1);

    spec = jp_kernelspec_find("one", &error);
    is_str(spec ? spec->display_name : error.text, "first", "the first on the path wins");
    ok(spec && spec->interrupt_by_message, "interrupt_mode is read");
    jp_kernelspec_destroy(spec);
    ok(!jp_kernelspec_find("broken", &error) && strstr(error.text, "broken/kernel.json: not valid"),
       "a damaged file: %s", error.text);
    ok(!jp_kernelspec_find("noargv", &error) && strstr(error.text, "argv"), "wrong types: %s",
       error.text);
    ok(!jp_kernelspec_find("absent", &error) && strstr(error.text, "one"),
       "an unknown name says which are known: %s", error.text);
    ok(!jp_kernelspec_find("../first", &error), "no way out of the folder");
    names = jp_kernelspec_names();
    ok(contains(names, "one") && contains(names, "broken") && contains(names, "memtest"),
       "every name is listed");
    ok(!contains(names, "bad name!"), "but those that are none");
    jp_strings_free(names);
}

int main(void)
{
    char command[64];

    if (!mkdtemp(root))
        return 1;
    unsetenv("JUPYTER_PATH");
    unsetenv("JUPYTER_PREFER_ENV_PATH");
    setenv("HOME", root, 1);
    setenv("JUPYTER_DATA_DIR", root, 1);
    test_install();
    test_search();
    snprintf(command, sizeof(command), "rm -r %s", root);
    is_int(system(command), 0, "cleaned up");
    return done();
}
