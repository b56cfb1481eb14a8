"""What a roster file would change, and changing it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import note
from bot.core.sentences import ONE_BY_ONE, Plain, Sentence, _, chained, ngettext, pgettext
from bot.people.changes import PersonChanged
from bot.people.model import Person, RosterEntry
from bot.people.rules.roster_file import Problem, RosterFile, RosterLine
from bot.people.ties import COPIED, ask_for_ties
from bot.workspaces.model import Workspace

AT_A_TIME = 5_000  # rows a statement, so that its parameters stay few beside the roster itself
PEOPLE_AT_A_TIME = 500
MOST_CIRCLES = 5
CIRCLE_SHOWN = 6  # people
MOST_EXAMPLES = 10

THEN = _("{first} → {next}")

ERASED = "erased:"

COMPARED = ("manager_email", *COPIED)

Value = str | int | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """`fields` has what was and what comes, by the name of the column."""

    line: RosterLine
    entry_id: int
    person_id: int | None
    fields: dict[str, tuple[Value, Value]]


@dataclass(frozen=True)
class Plan:
    """What an import would do. `kept` is how many are in the roster and not in the file: they stay as they are.

    Where there are problems nothing may be applied.
    """

    team_id: str
    new: list[RosterLine] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    kept: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_idle(self) -> bool:
        return not self.new and not self.changed

    @property
    def summary(self) -> Sentence:
        """“312 new, 4 changed, 96 as they were; 3 not in this file stay as they are”."""
        counts: dict[str, Plain] = {"new": len(self.new), "changed": len(self.changed), "unchanged": self.unchanged}
        if not self.kept:
            return _("{new} new, {changed} changed, {unchanged} as they were").given(counts)
        said = _("{new} new, {changed} changed, {unchanged} as they were; {kept} not in this file stay as they are")
        return said.given({**counts, "kept": self.kept})


async def plan_import(db: AsyncSession, team_id: str, file: RosterFile) -> Plan:
    """Reads only. Its problems are those of the file, then unknown managers and circles, all in the file's order."""
    entries = await _entries(db, team_id)
    names = {entry.id: _name(entry) for entry in entries}
    managers: dict[str, str | None] = {names[entry.id]: names.get(entry.manager_id) for entry in entries}
    managers |= {line.email: line.manager_email for line in file.lines}
    problems = [*file.problems, *_unknown_managers(file.lines, managers), *_circles(file.lines, managers)]
    plan = Plan(team_id, problems=sorted(problems, key=lambda problem: problem.number))
    if plan.problems:
        return plan
    return _compared(plan, entries, names, file.lines)


def examples(plan: Plan) -> list[Sentence]:
    """A line each for some of what it would do: half of them new and half changed, where there are so many of both."""
    half = MOST_EXAMPLES // 2
    news = max(half, MOST_EXAMPLES - len(plan.changed))
    lines = [_("new: {person}").given({"person": _described(line)}) for line in plan.new[:news]]
    lines += [_difference(change) for change in plan.changed[: MOST_EXAMPLES - len(lines)]]
    more = len(plan.new) + len(plan.changed) - len(lines)
    return [*lines, ngettext("… and {count} more", "… and {count} more", more)] if more else lines


def _described(line: RosterLine) -> Plain:
    facts: list[Plain | None] = [
        line.email,
        None if line.level is None else _("level {number}").given({"number": str(line.level)}),
        line.department,
        line.location,
        _("reports to {manager}").given({"manager": line.manager_email}) if line.manager_email else None,
    ]
    return chained(ONE_BY_ONE, [fact for fact in facts if fact])


def _difference(change: Change) -> Sentence:
    said: list[Plain] = [
        _("{column} {before} → {after}").given(
            {"column": name.removesuffix("_email"), "before": _shown(was), "after": _shown(comes)}
        )
        for name, (was, comes) in change.fields.items()
    ]
    changes_ = chained(ONE_BY_ONE, said)
    return _("changed: {person}: {changes}").given({"person": change.line.email, "changes": changes_})


def _shown(value: Value) -> Plain:
    return pgettext("an empty field", "none") if value is None else str(value)


async def import_roster(db: AsyncSession, team_id: str, file: RosterFile, now: datetime) -> Plan:
    """Plans anew, since the roster may have changed after a preview, and applies it unless there are problems."""
    plan = await plan_import(db, team_id, file)
    if not plan.problems:
        await apply_import(db, plan, now)
    return plan


async def apply_import(db: AsyncSession, plan: Plan, now: datetime) -> None:
    """Writes a plan that was made in the same transaction. Raises ValueError for one with problems.

    Slack is asked about people who met the bot before they had a place in the roster.
    """
    if plan.problems:
        raise ValueError("a roster with problems is not imported")
    for lines in _pieces(plan.new, AT_A_TIME):
        await db.execute(insert(RosterEntry), [_new_row(plan.team_id, line) for line in lines])
    for some in _pieces([change for change in plan.changed if change.fields.keys() & set(COPIED)], AT_A_TIME):
        await db.execute(update(RosterEntry), [_changed_row(change) for change in some])
    await _set_managers(db, plan)
    await _tell_people(db, plan)
    if not plan.is_idle:
        await ask_for_ties(db, plan.team_id, now)


async def _entries(db: AsyncSession, team_id: str) -> Sequence[Row[Any]]:
    # Two imports at a time could each be without a circle, and both together with one.
    await db.execute(select(Workspace.team_id).where(Workspace.team_id == team_id).with_for_update(key_share=True))
    columns = (RosterEntry.id, RosterEntry.email, RosterEntry.manager_id, RosterEntry.person_id)
    copied = [getattr(RosterEntry, name) for name in COPIED]
    found = await db.execute(select(*columns, *copied).where(RosterEntry.team_id == team_id).order_by(RosterEntry.id))
    return found.all()


def _name(entry: Row[Any]) -> str:
    """An address, or for those who were erased something that no address looks like."""
    return str(entry.email or f"{ERASED}{entry.id}")


def _compared(plan: Plan, entries: Sequence[Row[Any]], names: Mapping[int, str], lines: Sequence[RosterLine]) -> Plan:
    known = {entry.email: entry for entry in entries if entry.email is not None}
    new, changed = [], []
    for line in lines:
        if (entry := known.get(line.email)) is None:
            new.append(line)
            continue
        was = (names.get(entry.manager_id), entry.department, entry.level, entry.location)
        comes = (line.manager_email, line.department, line.level, line.location)
        if was != comes:
            pairs = zip(COMPARED, zip(was, comes, strict=True), strict=True)
            fields = {name: pair for name, pair in pairs if pair[0] != pair[1]}
            changed.append(Change(line, entry.id, entry.person_id, fields))
    met = len(lines) - len(new)
    return Plan(plan.team_id, new, changed, unchanged=met - len(changed), kept=len(known) - met)


def _unknown_managers(lines: Sequence[RosterLine], managers: Mapping[str, str | None]) -> Iterator[Problem]:
    for line in lines:
        if line.manager_email is not None and line.manager_email not in managers:
            reason = _("the manager {manager} is neither in this file nor in the roster")
            yield Problem(line.number, line.who, reason.given({"manager": line.manager_email}))


def _circles(lines: Sequence[RosterLine], managers: Mapping[str, str | None]) -> list[Problem]:
    """The first circles that the file takes part in, each at the first of its lines."""
    by_email = {line.email: line for line in lines}
    problems = []
    for circle in circles(managers):
        own = [email for email in circle if email in by_email]
        if not own:
            continue
        first = by_email[min(own, key=lambda email: by_email[email].number)]
        at = circle.index(first.email)
        reason = _("reporting lines run in a circle: {circle}").given({"circle": _drawn([*circle[at:], *circle[:at]])})
        problems.append(Problem(first.number, first.who, reason))
    problems.sort(key=lambda problem: problem.number)
    return problems[:MOST_CIRCLES]


def circles(managers: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Everybody who is, over some steps, their own manager; a circle at a time. Takes time linear in the people."""
    walks: dict[str, int] = {}  # on which walk somebody was first met
    for walk, start in enumerate(managers):
        path = []
        at: str | None = start
        while at is not None and at in managers and at not in walks:
            walks[at] = walk
            path.append(at)
            at = managers[at]
        if at is not None and walks.get(at) == walk:
            yield path[path.index(at) :]


def _drawn(names: Sequence[str]) -> Plain:
    circle = [_who(name) for name in names]
    if len(circle) <= CIRCLE_SHOWN:
        return chained(THEN, [*circle, circle[0]])
    said = ngettext("{circle} ({count} person)", "{circle} ({count} people)", len(circle))
    return said.given({"circle": chained(THEN, [*circle[:CIRCLE_SHOWN], "…", circle[0]])})


def _who(name: str) -> Plain:
    if not name.startswith(ERASED):
        return name
    return _("(somebody erased, {number})").given({"number": name.removeprefix(ERASED)})


def _new_row(team_id: str, line: RosterLine) -> dict[str, Value]:
    """Without the manager, who may come in a later row."""
    return {"team_id": team_id, "email": line.email} | {name: getattr(line, name) for name in COPIED}


def _changed_row(change: Change) -> dict[str, Value]:
    return {"id": change.entry_id} | {name: getattr(change.line, name) for name in COPIED}


async def _set_managers(db: AsyncSession, plan: Plan) -> None:
    lines = [line for line in plan.new if line.manager_email]
    lines += [change.line for change in plan.changed if "manager_email" in change.fields]
    if not lines:
        return
    found = await db.execute(select(RosterEntry.email, RosterEntry.id).where(RosterEntry.team_id == plan.team_id))
    ids: dict[str | None, int] = {row.email: row.id for row in found}
    for some in _pieces(lines, AT_A_TIME):
        rows = [{"id": ids[line.email], "manager_id": line.manager_email and ids[line.manager_email]} for line in some]
        await db.execute(update(RosterEntry), rows)


async def _tell_people(db: AsyncSession, plan: Plan) -> None:
    """Those whom the bot knows take over what changed. Where the roster falls silent, their own word stands."""
    known = {change.person_id: change for change in plan.changed if change.person_id is not None}
    for ids in _pieces(sorted(known), PEOPLE_AT_A_TIME):
        for person in await db.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id).with_for_update()):
            for name in COPIED:
                _was, comes = known[person.id].fields.get(name, (None, None))
                if comes is not None and comes != getattr(person, name):
                    setattr(person, name, comes)
                    note(db, PersonChanged(person.id))
        await db.flush()


def _pieces(many: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (many[at : at + size] for at in range(0, len(many), size))
