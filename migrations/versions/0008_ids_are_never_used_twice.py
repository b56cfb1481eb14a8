"""ids are never used twice"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = (
    "added_skills",
    "check_ins",
    "enrolments",
    "match_runs",
    "mixers",
    "offers",
    "outbox",
    "pairs",
    "people",
    "programs",
    "proposals",
    "roster",
    "roster_uploads",
    "sessions",
)
# Rows of these were deleted, and nobody noted the highest id that there was; buttons with it may still be in Slack.
# New ids begin so far up that none of them can have been handed out.
LOST_ROWS = ("added_skills", "check_ins", "outbox", "programs", "proposals", "roster")
LEAP = 100_000


def upgrade() -> None:
    if _is_sqlite():  # a sequence of PostgreSQL only grows
        _rebuild(sqlite_autoincrement=True)
        _begin_new_ids()


def downgrade() -> None:
    if _is_sqlite():
        _rebuild()


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _rebuild(**options: bool) -> None:
    """SQLite changes this in a new table only. Foreign keys are off, and are checked in the end: see env.py."""
    for table in TABLES:
        with op.batch_alter_table(table, recreate="always", table_kwargs=options):
            pass


def _begin_new_ids() -> None:
    database = op.get_bind()
    if database.scalar(sa.text("SELECT id FROM people LIMIT 1")) is None:
        return  # a new database, in which nothing was handed out
    sequence = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
    for table in LOST_ROWS:
        highest = database.scalar(sa.select(sa.func.max(sa.column("id"))).select_from(sa.table(table))) or 0
        database.execute(sequence.delete().where(sequence.c.name == table))
        database.execute(sequence.insert().values(name=table, seq=highest + LEAP))
