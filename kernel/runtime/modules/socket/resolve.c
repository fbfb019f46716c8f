/*
 * resolve.c - names of hosts, services, protocols and interfaces; byte order;
 * addresses as text and as bytes.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "modules/socket/socket.h"

/* An argument that must be a str; NULL with an exception set. */
static const char *text_of(mr_runtime *rt, const char *function, int place, mr_value v,
                           char **owned)
{
    *owned = NULL;
    if (!mr_is_str(v)) {
        mr_raise(rt, rt->exc.TypeError, "%s() argument %d must be str, not %T", function, place, v);
        return NULL;
    }
    return mr_host_text(rt, v, "", owned);
}

/* ---- hosts ---- */

static mr_value info_value(mr_runtime *rt, const struct addrinfo *info)
{
    mr_address a = {.length = info->ai_addrlen};
    memcpy(&a.storage, info->ai_addr, info->ai_addrlen);
    mr_value address = mr_address_value(rt, &a);
    mr_value name = mr_str_from(rt, info->ai_canonname ? info->ai_canonname : "");
    mr_value out = address && name ? mr_tuple_pack(rt, 5, mr_small_int(info->ai_family),
                                                   mr_small_int(info->ai_socktype),
                                                   mr_small_int(info->ai_protocol), name, address)
                                   : MR_NULL;
    mr_decref(rt, address);
    mr_decref(rt, name);
    return out;
}

NATIVE(resolve_getaddrinfo)
{
    mr_value a[6], list = MR_NULL;
    int n[4] = {0};
    char *host_owned = NULL, *port_owned = NULL, number[24];
    const char *host = NULL, *port = NULL;
    struct addrinfo *found = NULL;
    if (!mr_bind(rt, "getaddrinfo(host, port, family=, type=, proto=, flags=)", args, nargs,
                 kwnames, a))
        return MR_NULL;
    for (int i = 0; i < 4; i++)
        if (a[i + 2] && !mr_to_c_int(rt, a[i + 2], &n[i]))
            return MR_NULL;
    if (a[0] != MR_NONE &&
        !(host = mr_host_text(rt, a[0], "getaddrinfo() argument 1 must be string or None",
                              &host_owned)))
        return MR_NULL;
    if (mr_is_integer(a[1])) {
        int64_t value;
        if (!mr_to_int64(rt, a[1], &value))
            goto done;
        snprintf(number, sizeof number, "%lld", (long long)value);
        port = number;
    } else if (a[1] != MR_NONE &&
               !(port = mr_host_text(rt, a[1], "Int or String expected", &port_owned))) {
        if (mr_error_catch(rt, rt->exc.TypeError))
            mr_raise(rt, rt->exc.OSError, "Int or String expected");
        goto done;
    }
    struct addrinfo hints = {
        .ai_family = n[0], .ai_socktype = n[1], .ai_protocol = n[2], .ai_flags = n[3]};
    int code = getaddrinfo(host, port, &hints, &found);
    if (code) {
        mr_raise_gai(rt, code);
        goto done;
    }
    list = mr_list_new(rt, NULL, 0);
    for (const struct addrinfo *p = found; list && p; p = p->ai_next) {
        mr_value v = info_value(rt, p);
        if (!v || !mr_list_append_steal(rt, list, v))
            mr_clear(rt, &list);
    }
    freeaddrinfo(found);
done:
    free(host_owned);
    free(port_owned);
    return list;
}

NATIVE(resolve_getnameinfo)
{
    int flags;
    char host[NI_MAXHOST], service[NI_MAXSERV], *owned;
    if (!mr_arity(rt, "getnameinfo", nargs, kwnames, 2, 2) || !mr_to_c_int(rt, args[1], &flags))
        return MR_NULL;
    if (!mr_is_tuple(args[0]) || mr_as_tuple(args[0])->length < 2)
        return mr_raise(rt, rt->exc.TypeError, "getnameinfo() argument 1 must be a tuple");
    const char *name = text_of(rt, "getnameinfo", 1, mr_as_tuple(args[0])->items[0], &owned);
    if (!name)
        return MR_NULL;
    mr_address a = {0};
    struct in6_addr six;
    int family = inet_pton(AF_INET6, name, &six) == 1 ? AF_INET6 : AF_INET;
    free(owned);
    if (!mr_address_read(rt, family, args[0], "getnameinfo", &a))
        return MR_NULL;
    int code = getnameinfo((struct sockaddr *)&a.storage, a.length, host, sizeof host, service,
                           sizeof service, flags);
    if (code)
        return mr_raise_gai(rt, code);
    mr_value h = mr_str_from(rt, host), s = h ? mr_str_from(rt, service) : MR_NULL;
    mr_value out = s ? mr_tuple_pack(rt, 2, h, s) : MR_NULL;
    mr_decref(rt, h);
    mr_decref(rt, s);
    return out;
}

NATIVE(resolve_gethostbyname)
{
    char *owned;
    mr_address a = {0};
    const char *host = text_of(rt, "gethostbyname", 1, args[0], &owned);
    if (!host)
        return MR_NULL;
    bool fine = mr_address_of_host(rt, host, AF_INET, &a);
    free(owned);
    mr_value pair = fine ? mr_address_value(rt, &a) : MR_NULL;
    mr_value out = pair ? mr_incref(mr_as_tuple(pair)->items[0]) : MR_NULL;
    mr_decref(rt, pair);
    return out;
}

NATIVE(resolve_gethostname)
{
    char name[1025];
    if (gethostname(name, sizeof name - 1) < 0)
        return mr_raise_errno(rt, errno, MR_NULL);
    name[sizeof name - 1] = '\0';
    return mr_str_from(rt, name);
}

/* ---- services, protocols, interfaces ---- */

NATIVE(resolve_getservbyname)
{
    char *name_owned, *protocol_owned = NULL;
    if (!mr_arity(rt, "getservbyname", nargs, kwnames, 1, 2))
        return MR_NULL;
    const char *name = text_of(rt, "getservbyname", 1, args[0], &name_owned), *protocol = NULL;
    if (name && nargs > 1)
        protocol = text_of(rt, "getservbyname", 2, args[1], &protocol_owned);
    struct servent *entry = mr_error(rt) ? NULL : getservbyname(name, protocol);
    free(name_owned);
    free(protocol_owned);
    if (!entry && !mr_error(rt))
        mr_raise(rt, rt->exc.OSError, "service/proto not found");
    return entry ? mr_small_int(ntohs((uint16_t)entry->s_port)) : MR_NULL;
}

NATIVE(resolve_getservbyport)
{
    int port;
    char *owned = NULL;
    if (!mr_arity(rt, "getservbyport", nargs, kwnames, 1, 2) || !mr_to_c_int(rt, args[0], &port))
        return MR_NULL;
    if (port < 0 || port > 65535)
        return mr_raise(rt, rt->exc.OverflowError, "getservbyport: port must be 0-65535.");
    const char *protocol = nargs > 1 ? text_of(rt, "getservbyport", 2, args[1], &owned) : NULL;
    struct servent *entry = mr_error(rt) ? NULL : getservbyport(htons((uint16_t)port), protocol);
    free(owned);
    if (!entry && !mr_error(rt))
        mr_raise(rt, rt->exc.OSError, "port/proto not found");
    return entry ? mr_str_from(rt, entry->s_name) : MR_NULL;
}

NATIVE(resolve_getprotobyname)
{
    char *owned;
    const char *name = text_of(rt, "getprotobyname", 1, args[0], &owned);
    struct protoent *entry = name ? getprotobyname(name) : NULL;
    free(owned);
    if (!entry && !mr_error(rt))
        mr_raise(rt, rt->exc.OSError, "protocol not found");
    return entry ? mr_small_int(entry->p_proto) : MR_NULL;
}

NATIVE(resolve_if_nameindex)
{
    struct if_nameindex *all = if_nameindex();
    mr_value list = all ? mr_list_new(rt, NULL, 0) : mr_raise_errno(rt, errno, MR_NULL);
    for (struct if_nameindex *p = all; list && p->if_index; p++) {
        mr_value name = mr_str_from(rt, p->if_name);
        mr_value pair = name ? mr_tuple_pack(rt, 2, mr_small_int(p->if_index), name) : MR_NULL;
        mr_decref(rt, name);
        if (!pair || !mr_list_append_steal(rt, list, pair))
            mr_clear(rt, &list);
    }
    if (all)
        if_freenameindex(all);
    return list;
}

NATIVE(resolve_if_nametoindex)
{
    char *owned;
    const char *name = text_of(rt, "if_nametoindex", 1, args[0], &owned);
    unsigned index = name ? if_nametoindex(name) : 0;
    free(owned);
    if (!index && !mr_error(rt))
        mr_raise(rt, rt->exc.OSError, "no interface with this name");
    return index ? mr_small_int(index) : MR_NULL;
}

NATIVE(resolve_if_indextoname)
{
    char name[IF_NAMESIZE];
    int64_t index;
    if (!mr_to_int64(rt, args[0], &index))
        return MR_NULL;
    return if_indextoname((unsigned)index, name) ? mr_str_from(rt, name)
                                                 : mr_raise_errno(rt, errno, MR_NULL);
}

/* ---- addresses as text and bytes ---- */

NATIVE(resolve_inet_aton)
{
    struct in_addr in;
    char *owned;
    const char *text = text_of(rt, "inet_aton", 1, args[0], &owned);
    bool fine = text && *text && inet_aton(text, &in);
    free(owned);
    if (!fine && !mr_error(rt))
        mr_raise(rt, rt->exc.OSError, "illegal IP address string passed to inet_aton");
    return fine ? mr_bytes_new(rt, &in, sizeof in) : MR_NULL;
}

NATIVE(resolve_inet_pton)
{
    int family;
    uint8_t data[16];
    char *owned;
    if (!mr_arity(rt, "inet_pton", nargs, kwnames, 2, 2) || !mr_to_c_int(rt, args[0], &family))
        return MR_NULL;
    const char *text = text_of(rt, "inet_pton", 2, args[1], &owned);
    if (!text)
        return MR_NULL;
    int code = inet_pton(family, text, data);
    free(owned);
    if (code < 0)
        return mr_raise_errno(rt, errno, MR_NULL);
    return code ? mr_bytes_new(rt, data, family == AF_INET ? 4 : 16)
                : mr_raise(rt, rt->exc.OSError, "illegal IP address string passed to inet_pton");
}

static mr_value address_text(mr_runtime *rt, int family, mr_value packed, const char *wrong)
{
    mr_buffer view;
    char text[INET6_ADDRSTRLEN];
    if (mr_buffer_get(rt, packed, &view, 0) < 0)
        return MR_NULL;
    bool fits = view.length == (family == AF_INET ? 4 : 16);
    const char *out = fits ? inet_ntop(family, view.data, text, sizeof text) : NULL;
    mr_buffer_release(rt, &view);
    if (!fits)
        return mr_raise(rt, wrong[0] == 'p' ? rt->exc.OSError : rt->exc.ValueError, "%s", wrong);
    return out ? mr_str_from(rt, out) : mr_raise_errno(rt, errno, MR_NULL);
}

NATIVE(resolve_inet_ntoa) { return address_text(rt, AF_INET, args[0], "packed IP wrong length for inet_ntoa"); }

NATIVE(resolve_inet_ntop)
{
    int family;
    if (!mr_arity(rt, "inet_ntop", nargs, kwnames, 2, 2) || !mr_to_c_int(rt, args[0], &family))
        return MR_NULL;
    if (family != AF_INET && family != AF_INET6)
        return mr_raise(rt, rt->exc.ValueError, "unknown address family %d", family);
    return address_text(rt, family, args[1], "invalid length of packed IP address string");
}

/* ---- byte order ---- */

/* A number of that many bytes, turned round. */
static mr_value swap(mr_runtime *rt, const char *name, mr_value v, int bytes)
{
    int64_t n = 0;
    if (!mr_is_integer(v))
        return mr_raise(rt, rt->exc.TypeError,
                        bytes == 4 ? "expected int, %T found"
                                   : "'%T' object cannot be interpreted as an integer",
                        v);
    int small = 0;
    if (bytes == 2 ? !mr_to_c_int(rt, v, &small) : !mr_to_int64(rt, v, &n))
        return MR_NULL;
    n = bytes == 2 ? small : n;
    if (n < 0)
        return mr_raise(rt, rt->exc.OverflowError,
                        bytes == 4 ? "can't convert negative value to unsigned int"
                                   : "%s: can't convert negative Python int to C 16-bit unsigned "
                                     "integer",
                        name);
    if (n >> 8 * bytes)
        return mr_raise(rt, rt->exc.OverflowError,
                        bytes == 4 ? "int larger than 32 bits"
                                   : "%s: Python int too large to convert to C 16-bit unsigned "
                                     "integer",
                        name);
    return mr_small_int(bytes == 4 ? htonl((uint32_t)n) : htons((uint16_t)n));
}
NATIVE(resolve_htons) { return swap(rt, "htons", args[0], 2); }
NATIVE(resolve_ntohs) { return swap(rt, "ntohs", args[0], 2); }
NATIVE(resolve_htonl) { return swap(rt, "htonl", args[0], 4); }
NATIVE(resolve_ntohl) { return swap(rt, "ntohl", args[0], 4); }

const mr_method_def mr_resolve_functions[] = {
    {"getaddrinfo", resolve_getaddrinfo, MR_ARGS_ANY,
     "getaddrinfo(host, port [, family, type, proto, flags])\n"
     "    -> list of (family, type, proto, canonname, sockaddr)"},
    {"gethostbyname", resolve_gethostbyname, MR_ARGS_ONE, "gethostbyname(host) -> address"},
    {"gethostname", resolve_gethostname, MR_ARGS_NONE, "gethostname() -> string"},
    {"getnameinfo", resolve_getnameinfo, MR_ARGS_ANY,
     "getnameinfo(sockaddr, flags) --> (host, port)"},
    {"getprotobyname", resolve_getprotobyname, MR_ARGS_ONE, "getprotobyname(name) -> integer"},
    {"getservbyname", resolve_getservbyname, MR_ARGS_ANY,
     "getservbyname(servicename[, protocolname]) -> integer"},
    {"getservbyport", resolve_getservbyport, MR_ARGS_ANY,
     "getservbyport(port[, protocolname]) -> string"},
    {"htonl", resolve_htonl, MR_ARGS_ONE, "htonl(integer) -> integer"},
    {"htons", resolve_htons, MR_ARGS_ONE, "htons(integer) -> integer"},
    {"if_indextoname", resolve_if_indextoname, MR_ARGS_ONE, "if_indextoname(if_index)"},
    {"if_nameindex", resolve_if_nameindex, MR_ARGS_NONE, "if_nameindex()"},
    {"if_nametoindex", resolve_if_nametoindex, MR_ARGS_ONE, "if_nametoindex(if_name)"},
    {"inet_aton", resolve_inet_aton, MR_ARGS_ONE, "inet_aton(string) -> bytes"},
    {"inet_ntoa", resolve_inet_ntoa, MR_ARGS_ONE, "inet_ntoa(packed_ip) -> ip_address_string"},
    {"inet_ntop", resolve_inet_ntop, MR_ARGS_ANY, "inet_ntop(af, packed_ip) -> string"},
    {"inet_pton", resolve_inet_pton, MR_ARGS_ANY, "inet_pton(af, ip) -> packed IP address"},
    {"ntohl", resolve_ntohl, MR_ARGS_ONE, "ntohl(integer) -> integer"},
    {"ntohs", resolve_ntohs, MR_ARGS_ONE, "ntohs(integer) -> integer"},
    {NULL, NULL, 0, NULL},
};
