"""Who is due which nudge, and when, from the state of a pair. Pure.

A nudge has an identity. The same one is never sent twice, and at delivery the rule is asked again: one that it no
longer calls for dies quietly.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.people.rules.hours import Hours
from bot.sessions.rules.lifecycle import PAST, SessionState

AGENDA_MISSING, CHECK_IN = "agenda_missing", "check_in"

AFTERWARDS = timedelta(minutes=10)  # from the end of a session to the question whether it took place


class Half(Protocol):
    """One of the two of a pair."""

    @property
    def id(self) -> int: ...
    @property
    def team_id(self) -> str: ...
    @property
    def slack_id(self) -> str: ...
    @property
    def hours(self) -> Hours: ...
    def next_good_hour(self, moment: datetime) -> datetime: ...


class PairFacts(Protocol):
    """A pair that meets, or does not any more."""

    @property
    def is_running(self) -> bool: ...
    @property
    def people(self) -> Sequence[Half]: ...
    @property
    def agenda_owners(self) -> Sequence[Half]: ...


class Meeting(Protocol):
    """A session of theirs."""

    @property
    def id(self) -> int: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def state(self) -> SessionState: ...
    @property
    def agenda(self) -> str | None: ...


@dataclass(frozen=True)
class Nudge:
    """`version` tells several of a session apart: the local day that the session is on, as an ordinal; else 0."""

    kind: str
    person: Half
    session_id: int
    version: int
    due_at: datetime

    @property
    def identity(self) -> tuple[str, int, int, str]:
        return self.kind, self.session_id, self.version, self.person.slack_id


def nudges_for(
    up: PairFacts, sessions: Sequence[Meeting], answered: Collection[tuple[int, int]], now: datetime
) -> list[Nudge]:
    """All that this pair's state calls for. `answered`: (session, person) of the check-ins that were answered."""
    if not up.is_running:
        return []
    coming = [session for session in sessions if session.state is SessionState.PLANNED]
    past = [session for session in sessions if session.state in PAST]
    due = [nudge for session in coming for owner in up.agenda_owners if (nudge := _agenda_missing(owner, session, now))]
    if past:  # only the latest: nobody remembers the one before
        due += _check_ins(up, past[-1], answered)
    return due


def _agenda_missing(owner: Half, session: Meeting, now: datetime) -> Nudge | None:
    """To whoever owns the agenda, in the morning of their working day before the session."""
    if session.agenda is not None:
        return None
    day = session.starts_at.astimezone(owner.hours.zone).date()
    due = owner.next_good_hour(max(morning_before(session.starts_at, owner.hours), now))
    if due >= session.starts_at:
        return None
    return Nudge(AGENDA_MISSING, owner, session.id, day.toordinal(), due)


def _check_ins(up: PairFacts, session: Meeting, answered: Collection[tuple[int, int]]) -> list[Nudge]:
    """To each side alone, once the session is over."""
    return [
        Nudge(CHECK_IN, person, session.id, 0, person.next_good_hour(session.ends_at + AFTERWARDS))
        for person in up.people
        if (session.id, person.id) not in answered
    ]


def morning_before(moment: datetime, hours: Hours) -> datetime:
    """When they start work, on their last working day before the moment's local day. UTC."""
    return hours.morning(hours.working_day_before(moment.astimezone(hours.zone).date()))
