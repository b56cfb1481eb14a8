"""Database URLs as they are handed out: translated, or refused by the parameter's name."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.database_url import BadUrl, driver_arguments, most_connections, understood

SECRET = "hunter2"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("sqlite:////var/x.db", "sqlite+aiosqlite:////var/x.db"),
        ("postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgresql+psycopg2://u:p@h:5433/d", "postgresql+asyncpg://u:p@h:5433/d"),
        ("postgres://u:a%40b?c@h/d", "postgresql+asyncpg://u:a%40b%3Fc@h/d"),
        ("postgres://u:p@h:1,i:2/d?sslmode=require", "postgresql+asyncpg://u:p@/d?host=h%3A1%2Ci%3A2&sslmode=require"),
        ("postgres://u:p@h/d?sslmode=no-verify", "postgresql+asyncpg://u:p@h/d?sslmode=require"),
        ("postgres://u:p@h/d?ssl=true&uselibpqcompat=true", "postgresql+asyncpg://u:p@h/d?sslmode=require"),
        ("postgres://u:p@h/d?sslaccept=accept_invalid_certs", "postgresql+asyncpg://u:p@h/d?sslmode=require"),
        (  # Neon
            "postgresql://u:p@ep-x.aws.neon.tech/d?sslmode=require&channel_binding=require",
            "postgresql+asyncpg://u:p@ep-x.aws.neon.tech/d?sslmode=verify-full&sslrootcert=system",
        ),
        (  # Supabase, by Vercel and for Prisma
            "postgres://u.r:p@aws-0.pooler.supabase.com:6543/d?sslmode=require&supa=base-pooler.x&pgbouncer=true"
            "&connection_limit=1&pool_timeout=20&schema=public",
            "postgresql+asyncpg://u.r:p@aws-0.pooler.supabase.com:6543/d?connection_limit=1&pgbouncer=true&sslmode=require",
        ),
        ("postgres://u:p@h/d?pgbouncer=false", "postgresql+asyncpg://u:p@h/d"),
        ("postgresql+asyncpg://u:p@h/d?prepared_statement_cache_size=0", "postgresql+asyncpg://u:p@h/d?pgbouncer=true"),
        ("postgres://u:p@h/d?schema=theirs", "postgresql+asyncpg://u:p@h/d?search_path=theirs"),
    ],
)
def test_a_url_is_understood_and_understood_again(given: str, used: str) -> None:
    assert understood(given) == used
    assert understood(used) == used


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (SECRET, "not a database URL"),
        (f"jdbc:postgresql://{SECRET}", "not a database URL"),
        (f"postgres://u:p@h:{SECRET}/d", "not a database URL"),
        (f"mysql://u:{SECRET}@h/d", "only SQLite and PostgreSQL"),
        ("sqlite://", "needs a file, behind three slashes"),
        ("sqlite:///:memory:", "needs a file"),
        (f"sqlite://{SECRET}.db", "needs a file, behind three slashes"),
        (f"sqlite:///file:{SECRET}.db?mode=ro&uri=true", "not by a URI"),
        (f"sqlite:///x.db?key={SECRET}", "key: a SQLite database takes no parameters"),
        (rf"sqlite:///C:\{SECRET}\x.db", "a path of Windows"),
        (f"postgres://u:p@h/d?requirepeer={SECRET}", "requirepeer: not a parameter"),
        (f"postgres://u:p@h/d?{SECRET}=1", "a parameter: not a parameter"),
        (f"postgres://u:p@h/d?sslmode={SECRET}", "sslmode: none of disable, allow"),
        (f"postgres://u:p@h/d?ssl={SECRET}", "ssl: none of disable, allow"),
        (f"postgres://u:p@h/d?sslrootcert=/{SECRET}", "sslrootcert: there is no such file"),
        ("postgres://u:p@h/d?sslmode=require&sslrootcert=system", "sslmode: has to be verify-full"),
        ("postgres://u:p@h/d?sslmode=disable&channel_binding=require", "channel_binding: needs TLS"),
        (f"postgres://u:p@h/d?channel_binding={SECRET}", "channel_binding: none of disable, prefer, require"),
        ("postgres://u:p@h/d?gssencmode=require", "gssencmode: "),
        (f"postgres://u:p@h/d?pgbouncer={SECRET}", "pgbouncer: none of true, false"),
        (f"postgres://u:p@h/d?connect_timeout={SECRET}", "connect_timeout: not a whole number"),
        ("postgres://u:p@h/d?connection_limit=0", "connection_limit: not a whole number of at least 1"),
        (f"postgres://u:p@h/d?target_session_attrs={SECRET}", "target_session_attrs: none of any, primary"),
        (f"postgres://u:p@h/d?sslmode=require&sslmode={SECRET}", "sslmode: given twice"),
    ],
)
def test_what_cannot_be_said_to_the_driver_is_refused_by_its_name_and_never_quoted(given: str, said: str) -> None:
    with pytest.raises(BadUrl) as raised:
        understood(given)
    assert said in str(raised.value)
    assert SECRET not in str(raised.value)
    assert "\n" not in str(raised.value)


def arguments(given: str) -> dict[str, object]:
    return driver_arguments(make_url(understood(given)))


def test_certificates_are_the_drivers_to_read_but_for_those_of_the_machine(tmp_path: Path) -> None:
    roots = tmp_path / "roots.pem"
    roots.touch()
    named = arguments(f"postgres://u:p@h/d?sslmode=verify-full&sslrootcert={roots}")
    assert str(named["dsn"]).endswith(f"?sslmode=verify-full&sslrootcert={str(roots).replace('/', '%2F')}")
    assert "ssl" not in named
    system = arguments("postgres://u:p@h/d?channel_binding=require")
    assert (system["dsn"], system["ssl"]) == ("postgresql://u:p@h/d", True)


def test_how_long_and_how_many_is_taken_from_the_url() -> None:
    given = "postgres://u:p@h/d?connect_timeout=3&connection_limit=4"
    assert arguments(given)["timeout"] == 3
    assert arguments(given)["dsn"] == "postgresql://u:p@h/d"
    assert most_connections(make_url(understood(given))) == 4
    assert most_connections(make_url(understood("postgres://u:p@h/d"))) is None
