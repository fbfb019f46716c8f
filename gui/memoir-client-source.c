#include "gui/memoir-client-source.h"

/* Below GDK's redraw (G_PRIORITY_HIGH_IDLE + 20), above idle work. */
#define PRIORITY (G_PRIORITY_HIGH_IDLE + 40)
#define BUDGET 100

typedef struct {
    GSource source;
    struct jp_client *client;
} ClientSource;

static gboolean prepare(GSource *source, int *timeout)
{
    *timeout = -1;
    return jp_client_pending(((ClientSource *)source)->client);
}

static gboolean check(GSource *source)
{
    return jp_client_pending(((ClientSource *)source)->client);
}

static gboolean dispatch(GSource *source, GSourceFunc callback, gpointer data)
{
    jp_client_dispatch(((ClientSource *)source)->client, BUDGET);
    return G_SOURCE_CONTINUE;
}

GSource *memoir_client_source_new(struct jp_client *client)
{
    static GSourceFuncs functions = {.prepare = prepare, .check = check, .dispatch = dispatch};
    GSource *source = g_source_new(&functions, sizeof(ClientSource));
    int fds[JP_CLIENT_FDS];
    int n = jp_client_fds(client, fds);

    ((ClientSource *)source)->client = client;
    for (int i = 0; i < n; i++)
        g_source_add_unix_fd(source, fds[i], G_IO_IN);
    g_source_set_priority(source, PRIORITY);
    g_source_set_static_name(source, "kernel messages");
    return source;
}
