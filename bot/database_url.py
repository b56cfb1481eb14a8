"""Database URLs as providers hand them out, and what the drivers make of them.

PostgreSQL's parameters are libpq's (postgresql.org/docs/current/libpq-connect.html), most of which asyncpg reads in a
DSN. Others come with Prisma, node-postgres, JDBC and the providers: each is translated, left out where nothing is lost
by it, or refused by its name. No message quotes a value, which may be a secret.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
TRY = "try sqlite:///flipside.db"

MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
# What others call them. libpq itself takes JDBC's ssl=true for sslmode=require.
MODES_ELSEWHERE = {"true": "require", "1": "require", "no-verify": "require", "false": "disable", "0": "disable"}
CERTIFICATES = ("sslrootcert", "sslcert", "sslkey", "sslcrl")
SYSTEM = "system"  # as sslrootcert: the authorities that the machine trusts

KEPT = frozenset(
    {"host", "port", "user", "password", "passfile", "dbname", "sslmode", *CERTIFICATES, "sslpassword"}
    | {"ssl_min_protocol_version", "ssl_max_protocol_version", "target_session_attrs"}
    | {"application_name", "options", "search_path"}  # which asyncpg hands to the server
    | {"connect_timeout", "connection_limit"}
)
TRANSLATED = frozenset(
    {"ssl", "sslaccept", "channel_binding", "schema"}
    | {"pgbouncer", "statement_cache_size", "prepared_statement_cache_size"}
)
# How a client waits, looks to the server or keeps its socket alive: nothing is lost without.
LEFT_OUT = frozenset(
    {"pool_timeout", "socket_timeout", "fallback_application_name", "uselibpqcompat", "supa", "workaround"}
    | {"keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "sslsni"}
)
LEFT_OUT_AS = {
    "gssencmode": ("disable", "prefer"),
    "client_encoding": ("utf8", "utf-8", "auto"),
    "sslcompression": ("0",),
    "load_balance_hosts": ("disable",),
}
PATIENCE = 10  # seconds for a connection to come about, where the URL says nothing else; asyncpg would wait for 60
SESSIONS = ("any", "primary", "standby", "prefer-standby", "read-write", "read-only")

_SEVERAL_HOSTS = re.compile(
    r"(?P<before>\w[\w+]*://(?:[^/?]*@)?)(?P<hosts>[^/?@]*,[^/?@]*)(?P<after>(?:[/?].*)?)", re.DOTALL
)
_NAME = re.compile(r"[A-Za-z_]{1,40}")
_OF_WINDOWS = re.compile(r"/?[A-Za-z]:[\\/]|\\\\")


class BadUrl(ValueError):
    """One line that says what to do, and names the parameter where one is at fault."""


def understood(value: str) -> str:
    """The URL with the driver's name, and parameters that `driver_arguments` reads. Raises BadUrl."""
    try:
        url = make_url(_with_hosts_apart(value.strip()))
    except (ArgumentError, ValueError):
        raise BadUrl(f"not a database URL; {TRY}") from None
    backend = url.drivername.split("+")[0]
    if backend not in DRIVERS:
        raise BadUrl("only SQLite and PostgreSQL are supported")
    url = url.set(drivername=DRIVERS[backend])
    if backend == "sqlite":
        _check_file(url)
    else:
        url = url.set(query=_for_postgresql({name: _once(name, value) for name, value in url.query.items()}))
    return url.render_as_string(hide_password=False)


def driver_arguments(url: URL) -> dict[str, Any]:
    """What asyncpg.connect, and SQLAlchemy's dialect of it, are to be called with."""
    query = dict(url.query)
    arguments: dict[str, Any] = {"timeout": int(str(query.pop("connect_timeout", 0))) or PATIENCE}
    query.pop("connection_limit", None)
    if query.pop("pgbouncer", None):
        # A prepared statement belongs to a connection of the server, and the next transaction may get another one. With
        # its cache off asyncpg gives them no names: each is gone with the next, and none piles up in the server. The
        # second cache is SQLAlchemy's.
        arguments |= {"statement_cache_size": 0, "prepared_statement_cache_size": 0}
    if query.get("sslrootcert") == SYSTEM:
        query = {name: value for name, value in query.items() if name not in {"sslrootcert", "sslmode"}}
        arguments["ssl"] = True  # asyncpg's word for the machine's authorities, and for a look at the server's name
    dsn = url.set(drivername="postgresql", query=query)
    return {"dsn": dsn.render_as_string(hide_password=False), **arguments}


def most_connections(url: URL) -> int | None:
    """What the provider allows one client, where the URL says it."""
    limit = url.query.get("connection_limit")
    return int(str(limit)) if limit else None


def _with_hosts_apart(value: str) -> str:
    """Several hosts are none that SQLAlchemy would read; as a parameter they pass."""
    if (match := _SEVERAL_HOSTS.fullmatch(value)) is None:
        return value
    after = match["after"]
    return f"{match['before']}{after}{'&' if '?' in after else '?'}host={match['hosts']}"


def _check_file(url: URL) -> None:
    path = url.database or ""
    if url.host or not path or path == ":memory:":
        raise BadUrl(f"a SQLite database needs a file, behind three slashes; {TRY}")
    if path.startswith("file:"):
        raise BadUrl(f"a SQLite database is named by its file, not by a URI of it; {TRY}")
    if url.query:
        raise BadUrl(f"{_named(next(iter(url.query)))} a SQLite database takes no parameters; leave it out")
    if os.name != "nt" and _OF_WINDOWS.match(path):
        raise BadUrl("this is a path of Windows, and the bot runs elsewhere; name a file of this machine")


def _once(name: str, value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return value
    if name == "host":
        return ",".join(value)
    raise BadUrl(f"{_named(name)} given twice")


def _for_postgresql(given: Mapping[str, str]) -> dict[str, str]:
    for name, value in given.items():
        if name not in KEPT | TRANSLATED | LEFT_OUT | LEFT_OUT_AS.keys():
            raise BadUrl(f"{_named(name)} not a parameter that Flipside knows; leave it out")
        if value.lower() not in LEFT_OUT_AS.get(name, (value.lower(),)):
            raise BadUrl(f"{name}: the driver does without; leave it out")
    for name, least in (("connect_timeout", 0), ("connection_limit", 1)):
        if name in given and not (given[name].isdecimal() and int(given[name]) >= least):
            raise BadUrl(f"{name}: not a whole number of at least {least}")
    _one_of("target_session_attrs", given, SESSIONS)
    kept = {name: value for name, value in given.items() if name in KEPT}
    if given.get("schema", "public") != "public":
        kept["search_path"] = given["schema"]
    if _has_pooler(given):
        kept["pgbouncer"] = "true"
    return kept | _tls(given)


def _tls(given: Mapping[str, str]) -> dict[str, str]:
    said = given.get("sslmode", given.get("ssl"))
    mode = MODES_ELSEWHERE.get(said, said) if said else said
    if mode is not None and mode not in MODES:
        raise BadUrl(f"{'sslmode' if 'sslmode' in given else 'ssl'}: none of {', '.join(MODES)}")
    roots = given.get("sslrootcert")
    for name in CERTIFICATES:
        if name in given and given[name] != SYSTEM and not Path(given[name]).is_file():
            raise BadUrl(f"{name}: there is no such file on this machine")
    binding = _one_of("channel_binding", given, ("disable", "prefer", "require")) == "require"
    strict = _one_of("sslaccept", given, ("strict", "accept_invalid_certs")) == "strict"
    # asyncpg binds to no channel. That protects from somebody in between, as does a look at the server's certificate.
    if binding or strict:
        if mode == "disable":
            raise BadUrl(f"{'channel_binding' if binding else 'sslaccept'}: needs TLS, which sslmode disables")
        mode, roots = "verify-full", roots or SYSTEM
    elif mode is None and "sslaccept" in given:
        mode = "require"
    if roots == SYSTEM:
        if mode not in {None, "verify-full"}:  # as libpq has it: whose certificate anybody can get proves no more
            raise BadUrl("sslmode: has to be verify-full where sslrootcert is system")
        mode = "verify-full"
    return {name: value for name, value in (("sslmode", mode), ("sslrootcert", roots)) if value}


def _has_pooler(given: Mapping[str, str]) -> bool:
    """One in transaction mode. Who asks for no prepared statements has one, too."""
    is_on = _one_of("pgbouncer", given, ("true", "false")) == "true"
    return is_on or "0" in (given.get("statement_cache_size"), given.get("prepared_statement_cache_size"))


def _one_of(name: str, given: Mapping[str, str], values: tuple[str, ...]) -> str | None:
    if name in given and given[name] not in values:
        raise BadUrl(f"{name}: none of {', '.join(values)}")
    return given.get(name)


def _named(name: str) -> str:
    """What stands where a parameter does may be the end of a password that has a question mark in it."""
    return f"{name}:" if _NAME.fullmatch(name) else "a parameter:"
