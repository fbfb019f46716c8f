/*
 * address.c - addresses of sockets, and the errors of resolving them.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <net/if.h>
#include <stdlib.h>
#include <sys/un.h>

#include "modules/socket/socket.h"

mr_value mr_raise_gai(mr_runtime *rt, int code)
{
    if (code == EAI_SYSTEM)
        return mr_raise_errno(rt, errno, MR_NULL);
    mr_value type = mr_import_attr(rt, "_socket", "gaierror");
    mr_value text = type ? mr_str_from(rt, gai_strerror(code)) : MR_NULL;
    mr_value error = text ? mr_call2(rt, type, mr_small_int(code), text) : MR_NULL;
    if (error)
        mr_raise_exception(rt, error);
    mr_decref(rt, error);
    mr_decref(rt, text);
    mr_decref(rt, type);
    return MR_NULL;
}

const char *mr_host_text(mr_runtime *rt, mr_value v, const char *message, char **owned)
{
    const char *text = NULL;
    size_t length = 0;
    *owned = NULL;
    if (mr_is_str(v)) {
        text = mr_str_utf8(rt, v, &length, owned);
    } else if (mr_is_bytes(v)) {
        text = (const char *)mr_as_bytes(v)->data;
        length = mr_as_bytes(v)->length;
    } else {
        mr_raise(rt, rt->exc.TypeError, "%s", message);
        return NULL;
    }
    if (text && strlen(text) != length) {
        free(*owned);
        *owned = NULL;
        mr_raise(rt, rt->exc.TypeError, "host name must not contain null character");
        return NULL;
    }
    return text;
}

bool mr_address_of_host(mr_runtime *rt, const char *host, int family, mr_address *out)
{
    struct addrinfo hints = {.ai_family = family, .ai_socktype = SOCK_DGRAM}, *found = NULL;
    bool any = *host == '\0';
    if (strcmp(host, "<broadcast>") == 0 && family == AF_INET) {
        struct sockaddr_in *in = (struct sockaddr_in *)(void *)&out->storage;
        *in =
            (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_BROADCAST)};
        out->length = sizeof *in;
        return true;
    }
    hints.ai_flags = any ? AI_PASSIVE : 0;
    int code = getaddrinfo(any ? NULL : host, any ? "0" : NULL, &hints, &found);
    if (code) {
        mr_raise_gai(rt, code);
        return false;
    }
    memcpy(&out->storage, found->ai_addr, found->ai_addrlen);
    out->length = found->ai_addrlen;
    freeaddrinfo(found);
    return true;
}

static bool read_port(mr_runtime *rt, mr_value v, const char *where, uint16_t *out)
{
    int64_t port;
    if (!mr_to_int64(rt, v, &port)) {
        if (!mr_error_catch(rt, rt->exc.OverflowError))
            return false;
        port = -1;
    }
    if (port < 0 || port > 65535) {
        mr_raise(rt, rt->exc.OverflowError, "%s(): port must be 0-65535.", where);
        return false;
    }
    *out = htons((uint16_t)port);
    return true;
}

static bool read_internet(mr_runtime *rt, int family, mr_value v, const char *where,
                          mr_address *out)
{
    bool six = family == AF_INET6;
    size_t most = six ? 4 : 2;
    uint16_t port;
    char *owned;
    int64_t more[2] = {0, 0};
    if (!mr_is_tuple(v)) {
        mr_raise(rt, rt->exc.TypeError, "%s(): %s address must be tuple, not %T", where,
                 six ? "AF_INET6" : "AF_INET", v);
        return false;
    }
    const mr_tuple *t = mr_as_tuple(v);
    if (t->length < 2 || t->length > most) {
        mr_raise(rt, rt->exc.TypeError,
                 six ? "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])"
                     : "AF_INET address must be a pair (host, port)");
        return false;
    }
    const char *host =
        mr_host_text(rt, t->items[0], "str, bytes or bytearray expected, not other", &owned);
    if (!host)
        return false;
    bool fine = mr_address_of_host(rt, host, family, out);
    free(owned);
    if (!fine || !read_port(rt, t->items[1], where, &port))
        return false;
    for (size_t i = 2; i < t->length; i++)
        if (!mr_to_int64(rt, t->items[i], &more[i - 2]))
            return false;
    if (more[0] < 0 || more[0] > 0xfffff) {
        mr_raise(rt, rt->exc.OverflowError, "%s(): flowinfo must be 0-1048575.", where);
        return false;
    }
    if (six) {
        struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)(void *)&out->storage;
        in6->sin6_port = port;
        in6->sin6_flowinfo = htonl((uint32_t)more[0]);
        in6->sin6_scope_id = (uint32_t)more[1];
    } else {
        ((struct sockaddr_in *)(void *)&out->storage)->sin_port = port;
    }
    return true;
}

static bool read_unix(mr_runtime *rt, mr_value v, mr_address *out)
{
    struct sockaddr_un *un = (struct sockaddr_un *)(void *)&out->storage;
    char *owned = NULL;
    const char *path;
    size_t length;
    if (mr_is_str(v)) {
        path = mr_str_utf8(rt, v, &length, &owned);
    } else if (mr_is_bytes(v)) {
        path = (const char *)mr_as_bytes(v)->data;
        length = mr_as_bytes(v)->length;
    } else {
        mr_raise(rt, rt->exc.TypeError, "a bytes-like object is required, not '%T'", v);
        return false;
    }
    if (!path)
        return false;
    bool abstract = length > 0 && path[0] == '\0';
    bool fits = length + !abstract <= sizeof un->sun_path;
    if (fits) {
        memset(un, 0, sizeof *un);
        un->sun_family = AF_UNIX;
        memcpy(un->sun_path, path, length);
        out->length =
            (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + (abstract ? 0 : 1));
    } else {
        mr_raise(rt, rt->exc.OSError, "AF_UNIX path too long");
    }
    free(owned);
    return fits;
}

bool mr_address_read(mr_runtime *rt, int family, mr_value v, const char *where, mr_address *out)
{
    memset(out, 0, sizeof *out);
    switch (family) {
    case AF_INET:
    case AF_INET6: return read_internet(rt, family, v, where, out);
    case AF_UNIX: return read_unix(rt, v, out);
    default: mr_raise(rt, rt->exc.OSError, "%s(): bad family", where); return false;
    }
}

mr_value mr_address_value(mr_runtime *rt, const mr_address *a)
{
    char host[INET6_ADDRSTRLEN + IF_NAMESIZE + 1];
    mr_value text, out = MR_NULL;
    if (a->length == 0)
        return MR_NONE;
    if (a->storage.ss_family == AF_UNIX) {
        const struct sockaddr_un *un = (const struct sockaddr_un *)(const void *)&a->storage;
        size_t n = a->length - offsetof(struct sockaddr_un, sun_path);
        if (a->length <= offsetof(struct sockaddr_un, sun_path))
            return mr_incref(rt->empty_str);
        if (un->sun_path[0] == '\0')
            return mr_bytes_new(rt, un->sun_path, n);
        return mr_str_new(rt, un->sun_path, strnlen(un->sun_path, n));
    }
    int code = getnameinfo((const struct sockaddr *)&a->storage, a->length, host, sizeof host, NULL,
                           0, NI_NUMERICHOST);
    if (a->storage.ss_family != AF_INET && a->storage.ss_family != AF_INET6)
        return mr_tuple_pack(rt, 2, mr_small_int(a->storage.ss_family), MR_NONE);
    if (code)
        return mr_raise_gai(rt, code);
    text = mr_str_from(rt, host);
    if (text && a->storage.ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)(const void *)&a->storage;
        out = mr_tuple_pack(rt, 2, text, mr_small_int(ntohs(in->sin_port)));
    } else if (text) {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)(const void *)&a->storage;
        out =
            mr_tuple_pack(rt, 4, text, mr_small_int(ntohs(in->sin6_port)),
                          mr_small_int(ntohl(in->sin6_flowinfo)), mr_small_int(in->sin6_scope_id));
    }
    mr_decref(rt, text);
    return out;
}
