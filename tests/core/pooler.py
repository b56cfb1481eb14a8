"""A pooler in transaction mode on the wire, as PgBouncer is one: who has no transaction has no connection either.

It speaks the messages of postgresql.org/docs/current/protocol.html, and hands out its connections in turn, so that the
second transaction of a client comes to another one than the first.
"""

import asyncio
import struct
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

SSL_REQUEST = 80877103
CONNECTIONS = 2

AUTHENTICATED = b"R" + struct.pack("!ii", 8, 0)
KEY = b"K" + struct.pack("!iii", 12, 1, 1)  # its own: no process of the server has this number
READY = b"Z"
IDLE = READY + struct.pack("!i", 5) + b"I"
# What ends the server's answer: to a query and to Sync that it is ready; to Flush, behind Parse and Describe, what a
# statement gives back, or nothing, or an error.
ENDS = {b"Q": READY, b"S": READY, b"H": b"TnE"}

Link = tuple[StreamReader, StreamWriter]


class Pooler:
    def __init__(self) -> None:
        self.port = 0
        self.loses_commits = 0  # so many of the next: done, and the client's connection ends instead of the word of it
        self._greeting = b""
        self._free: asyncio.Queue[Link] = asyncio.Queue()

    async def connect(self, path: str, user: str) -> None:
        for _ in range(CONNECTIONS):
            reader, writer = await asyncio.open_unix_connection(path)
            words = b"".join(word.encode() + b"\0" for word in ("user", user, "database", user, ""))
            writer.write(struct.pack("!ii", len(words) + 8, 3 << 16) + words)
            self._greeting = b""
            while (message := await _message(reader))[:1] != READY:
                if message[:1] == b"S":  # a parameter of the server
                    self._greeting += message
            self._free.put_nowait((reader, writer))

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            while (await _started(reader)) == SSL_REQUEST:
                writer.write(b"N")
            writer.write(AUTHENTICATED + self._greeting + KEY + IDLE)
            while await self._transaction(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has gone
        finally:
            writer.close()

    async def _transaction(self, reader: StreamReader, writer: StreamWriter) -> bool:
        message = await _message(reader)
        link = await self._free.get()
        try:
            while True:
                if message[:1] == b"X":
                    return False
                link[1].write(message)
                if ends := ENDS.get(message[:1]):
                    said = await _answer(link[0], ends)
                    if self.loses_commits and message[5:11] == b"COMMIT":
                        self.loses_commits -= 1
                        return False
                    writer.write(said)
                    if said.endswith(IDLE):
                        return True
                message = await _message(reader)
        finally:
            self._free.put_nowait(link)

    async def disconnect(self) -> None:
        while not self._free.empty():
            _, writer = self._free.get_nowait()
            writer.close()
            await writer.wait_closed()


@asynccontextmanager
async def pooler(socket_path: str, user: str) -> AsyncIterator[Pooler]:
    made = Pooler()
    await made.connect(socket_path, user)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()
    await made.disconnect()


async def _started(reader: StreamReader) -> int:
    length, code = struct.unpack("!ii", await reader.readexactly(8))
    await reader.readexactly(length - 8)
    return int(code)


async def _message(reader: StreamReader) -> bytes:
    head = await reader.readexactly(5)
    return head + await reader.readexactly(struct.unpack("!i", head[1:])[0] - 4)


async def _answer(reader: StreamReader, ends: bytes) -> bytes:
    said = b""
    while True:
        message = await _message(reader)
        said += message
        if message[:1] in ends:
            return said
