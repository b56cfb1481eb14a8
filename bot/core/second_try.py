"""What another try can mend, and how long it waits: the rest is a bug, and tried once.

The codes are PostgreSQL's (postgresql.org/docs/current/errcodes-appendix.html) and the names are SQLite's
(sqlite.org/rescode.html). PgBouncer says 08P01 for whatever it has to say of a server that is away.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from sqlalchemy.exc import DBAPIError

# Two did the same at the same moment, or waited for each other. Rolled back, it is as if it had not been tried, and
# the next try sees what the other did.
MET_ANOTHER = (
    "40",  # transaction rollback: serialization_failure, deadlock_detected
    "23503",  # foreign_key_violation: what it points at has just been deleted
    "23505",  # unique_violation
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_CONSTRAINT_FOREIGNKEY",
    "SQLITE_CONSTRAINT_PRIMARYKEY",
    "SQLITE_CONSTRAINT_UNIQUE",
)
# The server is not there, or not yet, or not for one more: as a rule it has been restarted.
AWAY = (
    "08",  # connection exception
    "53300",  # too_many_connections
    "57P01",  # admin_shutdown
    "57P02",  # crash_shutdown
    "57P03",  # cannot_connect_now: it is starting up, or shutting down
)
# Another process has migrated: the dialect has forgotten its prepared statements by the next try. It has no code.
OUTDATED = "InvalidCachedStatementError"

AT_ONCE = (0.02, 0.2)  # seconds before each further try
# 26 s in all. A restart takes seconds; longer, and whoever waits has given up.
GROWING = (0.1, 0.2, 0.4, 0.8, 1.6, 3, 5, 5, 5, 5)

T = TypeVar("T")

log = structlog.get_logger()


def code_of(error: DBAPIError) -> str:
    """PostgreSQL's SQLSTATE or SQLite's name for it; empty where the driver has none."""
    return getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None) or ""


def is_away(error: BaseException) -> bool:
    """Whether it says of the server that it is not there, and of nothing else."""
    return isinstance(error, DBAPIError) and (error.connection_invalidated or code_of(error).startswith(AWAY))


def pauses_after(error: DBAPIError) -> tuple[float, ...]:
    """Seconds before each further try; none where no further try can mend it."""
    if is_away(error):
        return GROWING
    if code_of(error).startswith(MET_ANOTHER) or type(error.orig).__name__ == OUTDATED:
        return AT_ONCE
    return ()


async def until_it_passes(work: Callable[[], Awaitable[T]], **logged: object) -> T:
    """Tries it again, with pauses, as long as that can mend it; then the last error is raised.

    `work` opens its own transaction: it must be rolled back by the time its error arrives here.
    """
    tries = 1
    while True:
        try:
            return await work()
        except DBAPIError as error:
            pauses = pauses_after(error)
            if tries > len(pauses):
                raise
            log.info("tried again", tries=tries, because=code_of(error) or type(error.orig).__name__, **logged)
        await asyncio.sleep(pauses[tries - 1])
        tries += 1
