"""What two people and their program say of a pair."""

from datetime import date, timedelta

import pytest

from bot.pairs.rules.lifecycle import PairState
from bot.programs.model import Owner
from bot.programs.rules.lifecycle import ProgramState
from tests.people_and_pairs import NOON, pair_up, person


def test_each_is_the_partner_of_the_other() -> None:
    up = pair_up()
    assert (up.partner_of(1), up.partner_of(2)) == (up.mentee, up.mentor)
    assert (up.person("U1"), up.person("U2")) == (up.mentor, up.mentee)


@pytest.mark.parametrize(
    ("owner", "slack_ids", "group"),
    [(Owner.MENTOR, ["U1"], "U1,U2"), (Owner.MENTEE, ["U2"], "U2,U1"), (Owner.BOTH, ["U1", "U2"], "U1,U2")],
)
def test_the_program_says_who_owns_what_and_a_group_begins_with_them(
    owner: Owner, slack_ids: list[str], group: str
) -> None:
    up = pair_up()
    up.program.agenda_owner = up.program.schedule_owner = owner
    assert [one.slack_id for one in up.agenda_owners] == [one.slack_id for one in up.schedulers] == slack_ids
    assert up.group.slack_id == group


@pytest.mark.parametrize(
    ("mentor_is_here", "mentee_is_here", "state", "runs"),
    [
        (True, True, PairState.ACTIVE, True),
        (False, True, PairState.ACTIVE, False),
        (True, False, PairState.ACTIVE, False),
        (True, True, PairState.ENDED, False),
    ],
)
def test_a_pair_runs_while_both_are_here(
    mentor_is_here: bool, mentee_is_here: bool, state: PairState, runs: bool
) -> None:
    up = pair_up(person(1, is_active=mentor_is_here), person(2, is_active=mentee_is_here), state)
    assert up.is_running is runs
    assert up.has_ended is (state is PairState.ENDED)


def test_a_pair_rests_until_the_last_of_its_breaks_is_over() -> None:
    up = pair_up()
    assert up.rests_until is None
    up.mentor.paused_until = NOON + timedelta(days=2)
    assert up.rests_until == NOON + timedelta(days=2)
    up.mentee.paused_until = NOON + timedelta(days=5)
    assert up.rests_until == NOON + timedelta(days=5)


def test_a_season_begins_in_the_morning_of_its_first_day_where_the_mentee_is() -> None:
    up = pair_up(mentee=person(2, "Asia/Singapore"))
    assert up.season_starts == up.pair.started_at
    up.program.starts_on = date(2027, 3, 22)
    assert up.season_starts.isoformat() == "2027-03-22T01:00:00+00:00"


def test_a_season_ends_with_its_last_day_where_the_mentee_is() -> None:
    up = pair_up(mentee=person(2, "Asia/Singapore"))
    up.program.ends_on = date(2027, 3, 1)
    assert up.may_meet_on(NOON + timedelta(hours=3))
    assert not up.may_meet_on(NOON + timedelta(hours=5)), "it is the second of March in Singapore"


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (ProgramState.RUNNING, True),
        (ProgramState.OPEN, True),
        (ProgramState.CLOSING, False),
        (ProgramState.CLOSED, False),
    ],
)
def test_a_program_that_winds_down_plans_nothing_more(state: ProgramState, may: bool) -> None:
    up = pair_up()
    up.program.state = state
    assert up.may_meet_on(NOON) is may
