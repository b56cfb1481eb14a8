"""What Home, status and help hold for whom, whatever the words are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.answers import Tell
from bot.core.blocks import Block
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.programs.rules.lifecycle import ProgramState
from bot.status import views
from bot.status.help_views import may_ask
from bot.status.queries import Led, Overview, OwnPair, Totals
from tests.people_and_pairs import NOON, made_program, person, session
from tests.the_table import COMMAND_LABELS

PROGRAM = made_program(1, "Digital natives", state=ProgramState.RUNNING)
PLACE = Enrolment(id=1, program_id=1, person_id=1, role=Role.MENTOR, state=EnrolmentState.ENROLLED)
TOTALS = Totals(2, 2, 1, 0, 3, 2, 1, 0, 0, 0, free_mentors=1, free_mentees=1)
PAIR = OwnPair(session(5), "U2", PROGRAM, is_mentor=True)
MENTEE = replace(PAIR, is_mentor=False)


def overview(**more: Any) -> Overview:
    return replace(Overview(person(1), [], [(PLACE, PROGRAM)], []), **more)


def actions(blocks: Sequence[Block]) -> list[str]:
    return [one["action_id"] for block in blocks if block["type"] == "actions" for one in block["elements"]]


def labels_in(blocks: Sequence[Block]) -> list[str]:
    return [one["text"]["text"] for block in blocks if block["type"] == "actions" for one in block["elements"]]


def home_of(seen: Overview) -> list[Block]:
    blocks: list[Block] = views.home(seen, COMMAND_LABELS)["blocks"]
    return blocks


def status(seen: Overview) -> Sequence[Block]:
    answer = views.status(seen, COMMAND_LABELS)
    assert isinstance(answer, Tell)
    return answer.message.blocks


@pytest.mark.parametrize(
    "seen",
    [
        overview(),
        overview(pairs=[PAIR]),
        overview(pairs=[PAIR, replace(MENTEE, partner="U3")]),
        overview(led=[Led(PROGRAM, TOTALS, [])], pairs=[PAIR]),
        overview(led=[Led(PROGRAM, replace(TOTALS, applied=3), [])]),
    ],
    ids=["a place", "a pair", "two pairs", "a lead in a pair", "a lead with applications"],
)
def test_no_deed_stands_twice_on_home(seen: Overview) -> None:
    below = home_of(seen)
    split = next(at for at, block in enumerate(below) if block["type"] == "divider")
    above = set(labels_in(below[:split]))
    assert not above & set(labels_in(below[split:]))
    assert len(labels_in(below[split:])) == len(set(labels_in(below[split:])))


def test_only_who_owns_the_agenda_posts_it_and_the_other_proposes() -> None:
    assert "begin_agenda" in actions(status(overview(pairs=[PAIR])))
    assert "begin_topic" not in actions(status(overview(pairs=[PAIR])))
    assert "begin_topic" in actions(status(overview(pairs=[MENTEE])))
    assert "begin_agenda" not in actions(status(overview(pairs=[MENTEE])))


def test_an_agenda_is_agreed_to_once() -> None:
    posted = session(5, agenda="Three videos")
    assert "agree_to_agenda" in actions(status(overview(pairs=[replace(MENTEE, session=posted)])))
    assert "agree_to_agenda" not in actions(status(overview(pairs=[replace(PAIR, session=posted)]))), "it is theirs"
    posted.agreed_version = posted.agenda_version
    assert "agree_to_agenda" not in actions(status(overview(pairs=[replace(MENTEE, session=posted)])))


def test_where_nobody_is_there_to_meet_nothing_is_to_be_prepared() -> None:
    for pair in (replace(PAIR, session=None), replace(PAIR, is_partner_here=False)):
        assert not {"begin_agenda", "begin_topic", "begin_move"} & set(actions(status(overview(pairs=[pair]))))


def test_a_break_is_ended_by_a_button_and_no_second_one_is_offered() -> None:
    resting = person(1)
    resting.paused_until = NOON + timedelta(days=7)
    assert actions(status(overview(person=resting)))[0] == "end_break"
    assert "Take a break" not in labels_in(home_of(overview(person=resting)))
    assert "Take a break" in labels_in(home_of(overview()))


def test_only_leads_are_offered_what_leads_do() -> None:
    asks = {"Look for pairs", "Show applications", "Bring a roster"}
    assert not asks & set(labels_in(home_of(overview())))
    assert asks <= set(labels_in(home_of(overview(led=[Led(PROGRAM, TOTALS, [])]))))


@pytest.mark.parametrize(
    ("counts", "offered"),
    [({}, True), ({"free_mentors": 0}, False), ({"free_mentees": 0}, False)],
)
def test_pairs_are_looked_for_where_both_sides_wait(counts: dict[str, int], offered: bool) -> None:
    shown = labels_in(views.figures(Led(PROGRAM, replace(TOTALS, **counts), []), COMMAND_LABELS).message.blocks)
    assert bool(shown) is offered


def test_a_program_that_winds_down_looks_for_nobody() -> None:
    closing = made_program(1, "Digital natives", state=ProgramState.CLOSING)
    assert labels_in(views.figures(Led(closing, TOTALS, []), COMMAND_LABELS).message.blocks) == []


@pytest.mark.parametrize("state", EnrolmentState)
def test_only_who_has_a_place_may_ask_somebody(state: EnrolmentState) -> None:
    asking = made_program(1, "Digital natives", self_chosen=True)
    place = Enrolment(id=1, program_id=1, person_id=1, role=Role.MENTOR, state=state)
    assert may_ask(place, asking) is (state is EnrolmentState.ENROLLED)
    assert not may_ask(place, PROGRAM), "where leads propose pairs nobody asks"


def test_a_place_is_told_once_where_there_is_a_pair() -> None:
    assert len(status(overview(pairs=[PAIR]))) == len(status(overview(pairs=[PAIR], places=[])))
