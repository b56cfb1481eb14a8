from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.nudges.rules.nudges import AGENDA_MISSING, CHECK_IN, morning_before, nudges_for
from bot.pairs.rules.lifecycle import PairState
from bot.people.rules.hours import Hours
from bot.sessions.rules.lifecycle import SessionState
from tests.people_and_pairs import NOON, pair_up, person, session

ZONES = st.sampled_from(
    ["Europe/Oslo", "America/Los_Angeles", "Asia/Singapore", "Asia/Kolkata", "Pacific/Auckland", "Pacific/Kiritimati"]
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def is_kind(moment: datetime, tz: str) -> bool:
    local = moment.astimezone(ZoneInfo(tz))
    return local.weekday() < 5 and 9 <= local.hour < 18


@given(moment=MOMENTS, tz=ZONES)
def test_a_kind_hour_is_a_working_hour_never_earlier_and_soon(moment: datetime, tz: str) -> None:
    kind = Hours(tz).next_good_hour(moment)
    assert is_kind(kind, tz)
    assert timedelta() <= kind - moment < timedelta(days=3)
    assert Hours(tz).next_good_hour(kind) == kind


@given(moment=MOMENTS, tz=ZONES)
def test_the_morning_before_is_nine_on_a_working_day_before(moment: datetime, tz: str) -> None:
    morning = morning_before(moment, Hours(tz))
    local = morning.astimezone(ZoneInfo(tz))
    assert (local.hour, local.minute) == (9, 0)
    assert local.weekday() < 5
    assert local.date() < moment.astimezone(ZoneInfo(tz)).date()


@given(now=MOMENTS, starts_at=MOMENTS, tz=ZONES)
def test_an_agenda_is_asked_for_at_a_kind_hour_before_the_session_or_not_at_all(
    now: datetime, starts_at: datetime, tz: str
) -> None:
    due = nudges_for(pair_up(person(1, tz)), [session(1, starts_at)], [], now)
    assert all(nudge.person.slack_id == "U1" and nudge.kind == AGENDA_MISSING for nudge in due)
    for nudge in due:
        assert is_kind(nudge.due_at, tz)
        assert max(now, morning_before(starts_at, Hours(tz))) <= nudge.due_at < starts_at
    if now < morning_before(starts_at, Hours(tz)):
        assert len(due) == 1


@given(now=MOMENTS, tz=ZONES, days=st.integers(1, 9), late=st.timedeltas(timedelta(), timedelta(minutes=59)))
def test_at_its_delivery_the_rule_still_calls_for_a_nudge(now: datetime, tz: str, days: int, late: timedelta) -> None:
    planned = [session(1, now + timedelta(days=days, hours=3))]
    for nudge in nudges_for(pair_up(person(1, tz)), planned, [], now):
        delivered = min(nudge.due_at + late, planned[0].starts_at - timedelta(hours=12))
        if delivered >= nudge.due_at:
            again = nudges_for(pair_up(person(1, tz)), planned, [], delivered)
            assert [one.identity for one in again] == [nudge.identity]


def test_nobody_is_nudged_for_an_agenda_that_is_there() -> None:
    assert nudges_for(pair_up(), [session(1, NOON + timedelta(days=3), agenda="Three videos")], [], NOON) == []


def test_both_are_asked_about_the_latest_session_only_and_each_until_they_answered() -> None:
    past = [session(number, NOON + timedelta(days=number), SessionState.OVER) for number in (1, 2)]
    asked = nudges_for(pair_up(), past, [], NOON)
    assert {(nudge.kind, nudge.person.slack_id, nudge.session_id) for nudge in asked} == {
        (CHECK_IN, "U1", 2),
        (CHECK_IN, "U2", 2),
    }
    assert {nudge.person.slack_id for nudge in nudges_for(pair_up(), past, [(2, 1)], NOON)} == {"U2"}


def test_nobody_of_a_pair_that_ended_or_lost_somebody_is_nudged() -> None:
    sessions = [session(1, NOON + timedelta(days=3))]
    assert nudges_for(pair_up(state=PairState.ENDED), sessions, [], NOON) == []
    assert nudges_for(pair_up(mentee=person(2, is_active=False)), sessions, [], NOON) == []


def test_a_session_moved_to_another_day_gets_a_nudge_of_its_own() -> None:
    keys = {
        nudges_for(pair_up(), [session(1, NOON + timedelta(days=days))], [], NOON)[0].identity for days in (3, 3, 4)
    }
    assert len(keys) == 2
