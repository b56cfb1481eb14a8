"""`python -m bot roster import`: says what a file changes, and changes it."""

import re
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.csv_files import UnreadableFile
from bot.people.rules.roster_file import MOST_BYTES, RosterFile, read_roster, told

if TYPE_CHECKING:  # heavy, and not needed to say that a file has problems
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.core.changes import Reconciler
    from bot.people.roster import Plan

MOST_PROBLEMS = 50

DONE, PROBLEMS, CANNOT_WORK = 0, 1, 2  # exit statuses

Migrate = Callable[[str], Awaitable[None]]


class _CannotWork(Exception):
    """One line for whoever typed the command."""


async def import_file(
    path: Path,
    database_url: str,
    migrate: Migrate,
    reconcilers: "Sequence[Reconciler]",
    *,
    team: str | None = None,
    only_check: bool = False,
) -> int:
    """Returns the exit status: 0 where all is well, 1 for a file with problems, 2 where it cannot be tried at all.

    Raises Unreachable.
    """
    from sqlalchemy.exc import IntegrityError, OperationalError

    try:
        file = read_roster(_content(path))
        await migrate(database_url)
        return await _import(file, path.name, database_url, reconcilers, team, only_check=only_check)
    except UnreadableFile as problem:
        return _complain([f"{path.name}: {problem}", "Nothing was changed."], PROBLEMS)
    except _CannotWork as problem:
        return _complain([str(problem)], CANNOT_WORK)
    except (IntegrityError, OperationalError) as error:  # another import came first, or a lock or connection was lost
        kind = type(error.orig).__name__
        return _complain(
            [f"The database did not take it ({kind}). Nothing was changed; please try again."], CANNOT_WORK
        )


def _content(path: Path) -> bytes:
    """One byte more than a roster may have is enough to see that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _CannotWork(f"{path}: {error.strerror or 'cannot be read'}") from error


async def _import(
    file: RosterFile,
    name: str,
    database_url: str,
    reconcilers: "Sequence[Reconciler]",
    team: str | None,
    *,
    only_check: bool,
) -> int:
    from bot.core.clock import Clock
    from bot.core.database import Database
    from bot.core.edge import Edge
    from bot.people.roster import apply_import, examples, plan_import

    database = Database(database_url)
    try:
        edge = Edge(database, Clock(), reconcilers)
        async with edge.transaction() as db:
            plan = await plan_import(db, await _team(db, team), file)
            if not plan.problems and not only_check:
                await apply_import(db, plan, edge.clock.now())
    finally:
        await database.dispose()
    if plan.problems:
        count = f"{name}: {len(plan.problems):,} {'problem' if len(plan.problems) == 1 else 'problems'}."
        return _complain([count, *map(str, told(plan.problems, MOST_PROBLEMS)), "Nothing was changed."], PROBLEMS)
    shown = [f"  {line}" for line in examples(plan)]
    _say([f"{name}: {plan.summary}.", *_ignored(file), *shown, _outcome(plan, only_check=only_check)])
    return DONE


async def _team(db: "AsyncSession", asked: str | None) -> str:
    """The workspace that was asked for, else the only one; empty where none has connected yet."""
    from sqlalchemy import select

    from bot.workspaces.model import Workspace

    known = list(await db.scalars(select(Workspace.team_id).order_by(Workspace.team_id)))
    if asked is None and len(known) > 1:
        raise _CannotWork(f"There are several workspaces. Add --team with one of {', '.join(known)}.")
    if asked is None:
        return known[0] if known else ""
    if known and asked not in known:
        raise _CannotWork(f"--team: the bot does not know this workspace; it knows {', '.join(known)}.")
    if not re.fullmatch("[A-Z0-9]{1,32}", asked):
        raise _CannotWork("--team: a workspace's id looks like T0123ABCD.")
    return asked


def _ignored(file: RosterFile) -> list[str]:
    return [f"Columns that are not used: {', '.join(file.ignored)}."] if file.ignored else []


def _outcome(plan: "Plan", *, only_check: bool) -> str:
    if plan.is_idle:
        return "The roster is already as the file says. Nothing was changed."
    return "Only checked. Nothing was changed." if only_check else "Imported."


def _say(lines: list[str]) -> None:
    print("\n".join(lines))  # noqa: T201


def _complain(lines: list[str], status: int) -> int:
    print("\n".join(lines), file=sys.stderr)  # noqa: T201
    return status
