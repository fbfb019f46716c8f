/*
 * socket.h - what the files of the module _socket share. Sockets of the
 * families AF_INET, AF_INET6 and AF_UNIX.
 *
 * A call that would block waits in ppoll() and serves safe points meanwhile,
 * so that an interrupt ends it; the descriptor itself is then used without
 * blocking.
 */
#ifndef MR_SOCKET_H
#define MR_SOCKET_H

#include <sys/socket.h>

#include "modules/fields.h"
#include "modules/module.h"

typedef struct mr_socket {
    mr_object head;
    int fd; /* -1: closed */
    int family, type, protocol;
    double timeout; /* seconds; negative: none */
} mr_socket;
static inline mr_socket *mr_as_socket(mr_value v) { return (mr_socket *)mr_obj(v); }

typedef struct mr_address {
    struct sockaddr_storage storage;
    socklen_t length;
} mr_address;

/* Python's address to the system's; false with an exception set. `where` is the method's name. */
bool mr_address_read(mr_runtime *rt, int family, mr_value v, const char *where, mr_address *out);
/* The other way: a tuple, a path, None without an address. */
mr_value mr_address_value(mr_runtime *rt, const mr_address *a);
/* An address by a host's name or number, "" for any; false with gaierror set. */
bool mr_address_of_host(mr_runtime *rt, const char *host, int family, mr_address *out);
/* Raises gaierror(code, text) or herror; MR_NULL. */
mr_value mr_raise_gai(mr_runtime *rt, int code);

/* UTF-8 of a host name or the like, from str or bytes; NULL with an exception set. */
const char *mr_host_text(mr_runtime *rt, mr_value v, const char *message, char **owned);

extern const mr_type_spec mr_socket_spec;
extern const mr_method_def mr_resolve_functions[]; /* names of hosts and services */
bool mr_socket_constants(mr_runtime *rt, mr_value module);
double mr_default_timeout(mr_runtime *rt);

#endif
