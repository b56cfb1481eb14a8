"""Why the database does not work, in a line for whoever runs the bot: what is at fault, and what to do about it."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from bot.core.second_try import code_of


class Unreachable(Exception):
    """The database cannot be used; the message says why and what to do, and quotes nothing of its address."""


POOLED = (
    "a pooler in transaction mode stands before it (PgBouncer, Supavisor, …), where no prepared statement lasts. "
    "Add pgbouncer=true to the parameters of the URL"
)
# By the first characters of the code (as in second_try), the more exact one first.
REASONS = {
    "28": "the server does not let this user in. Check the user, the password and sslmode",
    "3D000": "the server has no database of this name. Create it, or mend the name",
    "42501": "this user may not do there what the bot has to. Make it the owner of the database",
    "25006": "the server is a standby, which only reads. Name the other, or add target_session_attrs=read-write",
    "26000": POOLED,
    "42P05": POOLED,
    "53100": "the server's disk is full",
    "53300": "the server takes no more connections. End others, or set a lower connection_limit in the URL",
    "57P": "the server is starting up or shutting down. Try again in a moment",
    "SQLITE_BUSY": "another process has held the file for half a minute. End it, or try again",
    "SQLITE_CANTOPEN": "the file can be neither opened nor made. Check that its folder is there, and may be written to",
    "SQLITE_CORRUPT": "the file is damaged. Put a copy from before in its place",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_IOERR": "the disk does not read or write. Look at the machine's log",
    "SQLITE_NOTADB": "the file is no SQLite database. Name another one; the bot makes a new one where there is none",
    "SQLITE_READONLY": "the file, or its folder, may not be written to. Change who may, or name another file",
}
OF_ASYNCPG = {  # by the names of its own errors
    "ClientConfigurationError": "this sslmode needs the file of an authority. Name it as sslrootcert, or say "
    "sslrootcert=system for those that this machine trusts",
    "TargetServerAttributeNotMatched": "no server there is what target_session_attrs asks for. Change it, or the hosts",
}
NO_ANSWER = "nobody answers there. Check that PostgreSQL is running, and the host and port of the URL"


def reason_in(error: DBAPIError) -> str | None:
    """None for what nobody who runs the bot could mend."""
    code = code_of(error)
    if reason := next((reason for start, reason in REASONS.items() if code.startswith(start)), None):
        return reason
    if "unsupported startup parameter" in str(error.orig):
        return "the pooler before it does not pass on what the URL sets (options, schema or search_path). Leave it out"
    if code.startswith("08") or error.connection_invalidated:
        return _no_connection(error)
    return None


def _no_connection(error: BaseException) -> str:
    """The reason stands at the end of the chain, where the operating system or the driver gave it."""
    while error.__cause__ is not None:
        error = error.__cause__
    match error:
        case ssl.SSLCertVerificationError():
            return "the server's certificate proves nothing to this machine. Name its authority's file as sslrootcert"
        case ssl.SSLError():
            return "no encrypted connection comes about. Check the files that sslrootcert, sslcert and sslkey name"
        case socket.gaierror():
            return "its host is not known. Check the host of the URL"
        case ConnectionError() if "SSL" in str(error):
            return "the server takes no encrypted connections. Set sslmode=disable, where the network may be trusted"
        case TimeoutError():
            return "no answer in time. Check the host of the URL, and whether a firewall stands between"
        case OSError():
            return NO_ANSWER
    return OF_ASYNCPG.get(type(error).__name__, "the server, or a pooler before it, refuses. Its log says why")


@contextmanager
def telling_why() -> Iterator[None]:
    """Raises Unreachable for what whoever runs the bot can mend; a bug stays what it is."""
    try:
        yield
    except DBAPIError as error:
        if reason := reason_in(error):
            raise Unreachable(f"cannot use this database: {reason}.") from error
        raise
