# Sockets in one process: pairs, TCP and UDP on the loopback, Unix paths, timeouts, errors.
import os
import socket
import select


def t(f, *a, **k):
    try:
        print(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)


a, b = socket.socketpair()
print(a.family, a.type, a.proto, a.getblocking(), a.gettimeout(), a.fileno() > 2)
print(a.send(b'hello'), b.recv(3), b.recv(100), a.sendall(bytearray(b'x' * 10)), b.recv(4, socket.MSG_PEEK), len(b.recv(99)))
room = bytearray(8)
a.sendall(b'12345')
print(b.recv_into(room), room, a.sendall(b'67'), b.recv_into(memoryview(room)[6:], 2), room)
b.settimeout(0.01)
t(b.recv, 1)
b.setblocking(False)
t(b.recv, 1)
print(b.gettimeout(), b.getblocking(), b.timeout)
for bad in -1, 'a', float('nan'):
    t(b.settimeout, bad)
t(a.send, 'text')
t(a.recv, -1)
t(b.recv_into, bytearray(2), 9)
a.shutdown(socket.SHUT_WR)
print(b.recv(1))
with a.makefile('rb') as f, b.makefile('w') as g:
    print('a line', file=g, flush=True)
    print(f.readline())
a.close()
t(b.send, b'x')
t(a.recv, 1)
print(a.fileno(), a.close(), b.detach() > 0, b.fileno())

server = socket.create_server(('127.0.0.1', 0))
host, port = server.getsockname()
print(host, port > 0, server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), server.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_STREAM)
client = socket.create_connection((host, port), timeout=5)
ready = select.select([server], [], [], 5)
print(ready[0] == [server])
peer, address = server.accept()
print(address == client.getsockname(), peer.getpeername() == client.getsockname(), client.getpeername() == (host, port))
data = os.urandom(300000)
got, sent = bytearray(), memoryview(data)
client.setblocking(False)
while len(got) < len(data):
    r, w, _ = select.select([peer], [client] if sent else [], [], 5)
    if w:
        sent = sent[client.send(sent):]
    if r:
        got += peer.recv(65536)
print(got == data)
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
print(client.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), len(client.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
for s in client, peer, server:
    s.close()
closed = socket.socket()
t(closed.connect, (host, port))
print(closed.connect_ex((host, port)))
for bad in 'host', (1,), ('a', 1, 2), ('127.0.0.1', 99999), ('127.0.0.1', -1), ('127.0.0.1', 'x'), (5, 5):
    if bad != (5, 5):
        t(closed.connect, bad)
closed.close()

one, two = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
one.bind(('127.0.0.1', 0))
two.bind(('', 0))
print(two.sendto(b'datagram', one.getsockname()))
data, address = one.recvfrom(100)
print(data, address[1] == two.getsockname()[1], two.sendto(b'again', 0, one.getsockname()), one.recvfrom_into(room)[0], room)
one.close(), two.close()

with socket.socket(socket.AF_UNIX) as s, socket.socket(socket.AF_UNIX) as c:
    s.bind('sock')
    s.listen()
    print(s.getsockname(), os.path.exists('sock'), c.getsockname())
    c.connect('sock')
    p, _ = s.accept()
    p.sendall(b'over a path')
    print(c.recv(50), repr(_), c.getpeername())
    p.close()
    t(c.connect, 'x' * 200)
    t(s.bind, 3)
