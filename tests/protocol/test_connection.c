/* Connection files: written private, read strictly. */
#include "protocol/connection.h"
#include "tests/tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char good[] =
    "{\"shell_port\": 5001, \"iopub_port\": 5002, \"stdin_port\": 5003, \"control_port\": 5004,"
    " \"hb_port\": 5005, \"ip\": \"127.0.0.1\", \"key\": \"abc\", \"transport\": \"tcp\","
    " \"signature_scheme\": \"hmac-sha256\", \"kernel_name\": \"\", \"jupyter_session\": \"x\"}";

static char folder[] = "/tmp/memoir-test-XXXXXX";

static const char *write_file(const char *text, mode_t mode)
{
    static char path[64];
    FILE *file;

    snprintf(path, sizeof(path), "%s/c.json", folder);
    unlink(path);
    file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
    chmod(path, mode);
    return path;
}

static void refuses(const char *text, const char *reason)
{
    struct jp_connection connection;
    struct jp_error error = {""};
    int result = jp_connection_read(&connection, write_file(text, 0600), &error);

    ok(result == -1 && strstr(error.text, reason), "refused with \"%s\" (%s)", reason,
       error.text);
}

/* The good text with the first `from` replaced. */
static void refuses_with(const char *from, const char *to, const char *reason)
{
    const char *at = strstr(good, from);
    char text[1024];

    snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - good), good, to, at + strlen(from));
    refuses(text, reason);
}

static void test_reading(void)
{
    struct jp_connection connection;
    struct jp_error error = {""};
    char endpoint[JP_ENDPOINT_MAX];

    is_int(jp_connection_read(&connection, write_file(good, 0600), &error), 0,
           "a file as Jupyter writes it is read %s", error.text);
    jp_connection_endpoint(&connection, JP_IOPUB, endpoint);
    is_str(endpoint, "tcp://127.0.0.1:5002", "endpoint of iopub");
    connection.transport = JP_IPC;
    strcpy(connection.ip, "/tmp/k");
    jp_connection_endpoint(&connection, JP_HEARTBEAT, endpoint);
    is_str(endpoint, "ipc:///tmp/k-5005", "endpoint over ipc");
    connection.transport = JP_TCP;
    strcpy(connection.ip, "::1");
    jp_connection_endpoint(&connection, JP_SHELL, endpoint);
    is_str(endpoint, "tcp://[::1]:5001", "endpoint over IPv6");

    unsetenv("JUPYTER_ALLOW_INSECURE_WRITES");
    is_int(jp_connection_read(&connection, write_file(good, 0644), &error), -1,
           "a world-readable file is refused");
    ok(strstr(error.text, "chmod 600"), "saying what to do: %s", error.text);
    is_int(jp_connection_read(&connection, write_file(good, 0640), &error), -1,
           "a group-readable file is refused");
    setenv("JUPYTER_ALLOW_INSECURE_WRITES", "1", 1);
    is_int(jp_connection_read(&connection, write_file(good, 0644), &error), 0,
           "unless Jupyter's switch allows it");
    unsetenv("JUPYTER_ALLOW_INSECURE_WRITES");

    is_int(jp_connection_read(&connection, "/nonexistent/c.json", &error), -1, "missing file");
    is_str(error.text, "/nonexistent/c.json: No such file or directory", "says so");
    is_int(jp_connection_read(&connection, folder, &error), -1, "a directory is refused");
    ok(strstr(error.text, "is a directory"), "says so: %s", error.text);
}

static void test_damage(void)
{
    char text[sizeof(good)];
    int accepted = 0;

    refuses("", "is empty");
    refuses("[]", "not a JSON object");
    refuses("{}", "\"transport\" is missing");
    refuses("\x7f""ELF", "not valid JSON");
    refuses_with("5001", "\"5001\"", "\"shell_port\" is not a whole number");
    refuses_with("5001", "65536", "65536, not a port");
    refuses_with("5001", "-1", "not a port");
    refuses_with("5001", "1.5", "not a whole number");
    refuses_with("\"abc\"", "7", "\"key\" is not a string");
    refuses_with("\"abc\"", "\"a\\u0000c\"", "NUL");
    refuses_with("\"key\"", "\"kee\"", "\"key\" is missing");
    refuses_with("\"tcp\"", "\"udp\"", "neither tcp nor ipc");
    refuses_with("hmac-sha256", "hmac-md5", "only hmac-sha256");
    refuses_with("127.0.0.1", "", "\"ip\" is empty");
    refuses_with("\"kernel_name\"", "\"curve_publickey\":\"short\",\"x\"", "Z85");

    for (size_t length = 0; length < sizeof(good) - 1; length++) {
        struct jp_connection connection;

        memcpy(text, good, length);
        accepted += jp_connection_parse(&connection, text, length, "c", NULL) == 0;
    }
    is_int(accepted, 0, "no truncated file is accepted");
}

static void test_writing(void)
{
    struct jp_connection connection, again;
    struct jp_error error = {""};
    struct stat st;
    char path[64];

    snprintf(path, sizeof(path), "%s/written.json", folder);
    jp_connection_init(&connection, &error);
    is_int(strlen(connection.key), 64, "a fresh key");
    for (int i = 0; i < JP_CHANNELS; i++)
        connection.ports[i] = 6000 + i;
    jp_connection_make_curve_keys(&connection, &error);
    is_int(jp_connection_write(&connection, path, &error), 0, "written %s", error.text);
    stat(path, &st);
    is_int(st.st_mode & 07777, 0600, "with mode 0600");
    is_int(jp_connection_read(&again, path, &error), 0, "read again %s", error.text);
    is_str(again.key, connection.key, "the key is the same");
    is_str(again.curve_secret, connection.curve_secret, "the CURVE key is the same");
    is_int(again.ports[JP_HEARTBEAT], 6004, "the ports are the same");
    unlink(path);
    is_int(jp_connection_write(&connection, "/nonexistent/c.json", &error), -1,
           "writing into no folder fails: %s", error.text);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    test_reading();
    test_damage();
    test_writing();
    unlink(write_file("", 0600));
    ok(rmdir(folder) == 0, "nothing else is left behind");
    return done();
}
