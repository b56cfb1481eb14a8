"""SQLite, one trip to its thread a statement.

aiosqlite runs SQLite in a thread of its own. SQLAlchemy drives it through four calls a statement (make a cursor,
execute, fetch, close), each a trip to that thread and back, and the trips take longer than SQLite does. Here the
whole of it is one trip. Rows are fetched at once, as SQLAlchemy does anyway.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from typing import Any, Self

import aiosqlite


class OneTripCursor:
    """The part of aiosqlite's cursor that SQLAlchemy uses."""

    arraysize = 1

    def __init__(self, connection: "OneTripConnection") -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        await self._connection.in_its_thread(self._run, sqlite3.Cursor.execute, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Any) -> Self:
        await self._connection.in_its_thread(self._run, sqlite3.Cursor.executemany, sql, parameters)
        return self

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
        """It was closed in the trip that it made."""

    def _run(self, execute: Any, sql: str, parameters: Any) -> None:
        cursor = self._connection.raw.cursor()
        try:
            execute(cursor, sql, parameters)
            self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
            self._rows = cursor.fetchall() if cursor.description else ()
        finally:
            cursor.close()


class OneTripConnection(aiosqlite.Connection):
    _stopped: "asyncio.Future[Any] | None" = None

    @property
    def raw(self) -> sqlite3.Connection:
        return self._conn

    async def in_its_thread(self, work: Any, *arguments: Any) -> None:
        await self._execute(work, *arguments)  # type: ignore[no-untyped-call]

    def cursor(self) -> Any:
        return OneTripCursor(self)

    def stop(self) -> "asyncio.Future[Any] | None":
        self._stopped = super().stop()
        return self._stopped

    async def _connect(self) -> Self:
        try:
            await super()._connect()
        except sqlite3.Error:
            # aiosqlite does not wait for the thread that has failed: where the loop ends before it, its last word would
            # be a traceback.
            if self._stopped is not None:
                await self._stopped
            raise
        return self


def connect(database: str, **options: Any) -> OneTripConnection:
    """What `aiosqlite.connect` does, with the connection above."""
    connection = OneTripConnection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    connection._thread.daemon = True  # as SQLAlchemy does with its own: a process may end without disposing
    return connection
