# Names, numbers and byte order.
import socket


def t(f, *a, **k):
    try:
        print(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)


for f in socket.htons, socket.ntohl:
    for n in 1, 513, 65535, 65536, 2**32 - 1, 2**32, -1, 'a', 1.5:
        t(f, n)
for text in '127.0.0.1', '1.2', '', 'nope', '256.1.1.1':
    t(socket.inet_aton, text)
    t(socket.inet_pton, socket.AF_INET, text)
for text in '::1', 'fe80::1', '::ffff:1.2.3.4', ':::', 'x':
    t(socket.inet_pton, socket.AF_INET6, text)
t(socket.inet_ntoa, b'\x7f\0\0\1')
t(socket.inet_ntoa, b'abc')
t(socket.inet_ntop, socket.AF_INET6, bytes(15) + b'\1')
t(socket.inet_ntop, socket.AF_INET, b'abc')
t(socket.inet_ntop, 77, b'abc')
t(socket.inet_aton, 3)
print(socket.getaddrinfo('127.0.0.1', 80, type=socket.SOCK_STREAM))
print(socket.getaddrinfo('::1', '443', 0, socket.SOCK_DGRAM))
print(socket.getaddrinfo(None, 5, socket.AF_INET, socket.SOCK_STREAM, 0, socket.AI_PASSIVE))
t(socket.getaddrinfo, '1.2.3.4', 'no-such-service')
t(socket.getaddrinfo, '1.2.3.4', 1.5)
t(socket.getaddrinfo, 5, 5)
t(socket.gethostbyname, '127.0.0.1')
t(socket.getnameinfo, ('127.0.0.1', 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)
t(socket.getservbyname, 'no-such-service')
print(isinstance(socket.gethostname(), str), socket.has_ipv6, socket.error is OSError, socket.timeout is TimeoutError)
print(socket.gaierror, socket.gaierror.__bases__, socket.herror, socket.AF_INET, socket.SOCK_STREAM, socket.MSG_PEEK, socket.AI_PASSIVE)
print(socket.getdefaulttimeout(), socket.setdefaulttimeout(2), socket.getdefaulttimeout(), socket.socket().gettimeout())
socket.setdefaulttimeout(None)
