# asyncio: streams between two ends of a socket, and a server.
import asyncio
import socket


async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    a, b = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=a)
    other = asyncio.create_task(echo(*await asyncio.open_connection(sock=b)))
    for word in (b"one\n", b"two\n"):
        writer.write(word)
        print(await reader.readline())
    writer.write_eof()
    print(await reader.read())
    writer.close()
    await other

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"over tcp\n")
    print(await reader.readexactly(9))
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
