"""Who is due which nudge, and when, from the state of a pair. Pure.

A nudge has a key. The same key is never sent twice, and at delivery the rule is asked again: a nudge whose key
it no longer calls for dies quietly.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.pairs.queries import PairUp
from bot.sessions.model import PAST, Session, SessionState

AGENDA_MISSING, CHECK_IN = "agenda_missing", "check_in"
KINDS = (AGENDA_MISSING, CHECK_IN)

MORNING, EVENING = 9, 18  # local hours between which people are nudged, on working days
SATURDAY = 5
AFTERWARDS = timedelta(minutes=10)  # from the end of a session to the question whether it took place


@dataclass(frozen=True)
class Nudge:
    kind: str
    key: str
    recipient: str  # Slack id
    session_id: int
    due_at: datetime


def nudges_for(
    up: PairUp, sessions: Sequence[Session], answered: Collection[tuple[int, int]], now: datetime
) -> list[Nudge]:
    """All that this pair's state calls for. `answered`: (session, person) of the check-ins that were answered."""
    if not up.is_running:
        return []
    coming = [session for session in sessions if session.state is SessionState.PLANNED]
    past = [session for session in sessions if session.state in PAST]
    due = [nudge for session in coming if (nudge := _agenda_missing(up, session, now))]
    if past:  # only the latest: nobody remembers the one before
        due += _check_ins(up, past[-1], answered)
    return due


def _agenda_missing(up: PairUp, session: Session, now: datetime) -> Nudge | None:
    """To the mentor, in the morning of the working day before the session."""
    if session.agenda is not None:
        return None
    day = session.starts_at.astimezone(ZoneInfo(up.mentor.tz)).date()
    due = max(morning_before(session.starts_at, up.mentor.tz), now)
    due = kind_hour(due, up.mentor.tz)
    if due >= session.starts_at:
        return None
    return Nudge(AGENDA_MISSING, f"{AGENDA_MISSING}:{session.id}:{day}", up.mentor.slack_id, session.id, due)


def _check_ins(up: PairUp, session: Session, answered: Collection[tuple[int, int]]) -> list[Nudge]:
    """To each side alone, once the session is over."""
    return [
        Nudge(
            CHECK_IN,
            f"{CHECK_IN}:{session.id}:{person.id}",
            person.slack_id,
            session.id,
            kind_hour(session.ends_at + AFTERWARDS, person.tz),
        )
        for person in up.people
        if (session.id, person.id) not in answered
    ]


def morning_before(moment: datetime, tz: str) -> datetime:
    """Nine o'clock, local, on the last working day before the moment's local day. UTC."""
    zone = ZoneInfo(tz)
    day = moment.astimezone(zone).date() - timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    return datetime.combine(day, time(MORNING), zone).astimezone(UTC)


def kind_hour(moment: datetime, tz: str) -> datetime:
    """The moment itself if it lies between morning and evening of a local working day, else the next morning. UTC."""
    zone = ZoneInfo(tz)
    local = moment.astimezone(zone)
    if local.weekday() < SATURDAY and MORNING <= local.hour < EVENING:
        return moment
    day = local.date() if local.hour < MORNING else local.date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, time(MORNING), zone).astimezone(UTC)
