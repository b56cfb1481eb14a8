"""A golden file for each thing that people see. `UPDATE_GOLDEN=1` writes them anew: read the difference, then."""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.answers import Message, Tell
from bot.enrolment import views as enrolment
from bot.enrolment.model import Enrolment, Role
from bot.feedback import views as feedback
from bot.feedback.model import TookPlace
from bot.matching import views as matching
from bot.matching.model import MatchRun, Proposal
from bot.nudges import views as nudges
from bot.pairs import views as pairs
from bot.pairs.model import Trouble
from bot.people.model import Person
from bot.playground.slack import message_faults, view_faults
from bot.programs import views as programs
from bot.programs.model import Program
from bot.sessions import views as sessions
from bot.skills.model import Side
from bot.status import views as status
from bot.status.queries import InTrouble, Led, Overview, OwnPair, Totals
from tests.people_and_pairs import NOON, pair_up, person, session

GOLDEN = Path(__file__).parent / "golden"

UP = pair_up()
PROGRAM = UP.program
OTHER = Program(
    id=2, team_id="T1", name="Green shoots", need="Another need.", cadence=PROGRAM.cadence, session_minutes=30
)
PLANNED = session(1, NOON + timedelta(days=7))
WITH_AGENDA = session(2, NOON + timedelta(days=7), agenda="Three videos\n*and* <!channel>")
WITH_TOPIC = session(3, NOON + timedelta(days=7), agenda="Three videos")
WITH_TOPIC.topic = "Why does nobody click?"
MAYA = Person(id=1, team_id="T1", slack_id="U1", tz="Europe/Oslo", level=2, department="Marketing")
ENROLMENT = Enrolment(id=1, program_id=1, person_id=1, role=Role.MENTOR, capacity=2, times_saved=1)
SKILLS = {Side.OFFERS: ["prompting", "short-video"], Side.WISHES: ["agile"]}
RUN = MatchRun(id=1, program_id=1, asked_by="U9", unmatched_mentors=0, unmatched_mentees=2)
TAUGHT = {"offers": ["short-video", "prompting"], "covered": 1, "wishes": 3, "gap": 1, "apart": True}
UNTAUGHT = {"offers": ["ai-ethics"], "covered": 0, "wishes": 2, "gap": 4, "apart": False}


def proposed(count: int) -> list[matching.Proposed]:
    return [
        (
            Proposal(id=number, score=100 - number, reasons=UNTAUGHT if number % 2 else TAUGHT),
            person(number),
            person(1000 + number),
        )
        for number in range(count)
    ]


TOTALS = Totals(3, 1, 12, 1, 20, 17, 15, 12)
IN_TROUBLE = [InTrouble("U1", "U2", Trouble.NOT_MEETING), InTrouble("U3", "U4", Trouble.LEFT)]
NOBODY = Overview([], [], [])
EVERYTHING = Overview(
    led=[Led(PROGRAM, TOTALS, IN_TROUBLE), Led(OTHER, Totals(0, 0, 1, 0, 0, 0, 0, 0), [])],
    enrolled=[(Role.MENTOR, "Digital natives"), (Role.MENTEE, "Green shoots")],
    pairs=[
        OwnPair(PLANNED, "U2", "Digital natives", is_mentor=True),
        OwnPair(WITH_AGENDA, "U3", "Digital natives", is_mentor=False),
        OwnPair(None, "U4", "Digital natives", is_mentor=False),
        OwnPair(PLANNED, "U5", "Digital natives", is_mentor=True, is_partner_here=False),
    ],
)

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "program_form": lambda: programs.ProgramForm.modal("U9"),
    "program_created": lambda: programs.program_created(PROGRAM),
    "program_announced": lambda: programs.program_announced(PROGRAM),
    "program_unannounced": lambda: programs.program_unannounced(Program(id=1, name="Digital natives", channel_id="C1")),
    "programs_led": lambda: programs.programs_led([PROGRAM, OTHER]),
    "signup_form": lambda: enrolment.SignupForm.modal([PROGRAM], person(1), {}, None),
    "signup_form_again": lambda: enrolment.SignupForm.modal([PROGRAM, OTHER], MAYA, SKILLS, ENROLMENT),
    "signed_up": lambda: enrolment.signed_up(PROGRAM, ENROLMENT, MAYA, SKILLS),
    "looking": lambda: matching.looking(PROGRAM),
    "which_program": lambda: matching.which_program([PROGRAM, OTHER]),
    "sign_up_changed": lambda: enrolment.signed_up(
        PROGRAM, Enrolment(id=1, role=Role.MENTEE, capacity=1, times_saved=2), MAYA, {Side.WISHES: ["agile"]}
    ),
    "proposals_ready": lambda: matching.proposals_ready(PROGRAM, RUN, proposed(2), 2),
    "proposals_ready_many": lambda: matching.proposals_ready(PROGRAM, RUN, proposed(41), 1200),
    "proposals_none": lambda: matching.proposals_ready(PROGRAM, RUN, [], 0),
    "proposals_failed": lambda: matching.proposals_failed(PROGRAM),
    "published": lambda: matching.published(PROGRAM, proposed(1)),
    "introduction": lambda: pairs.introduction(UP, ["short-video", "prompting"]),
    "introduction_without_skills": lambda: pairs.introduction(UP, []),
    "pair_ended": lambda: pairs.pair_ended(UP, UP.mentee),
    "program_closed": lambda: pairs.program_closed(PROGRAM),
    "agenda_form": lambda: sessions.AgendaForm.modal(PLANNED, UP),
    "agenda_form_again": lambda: sessions.AgendaForm.modal(WITH_TOPIC, UP),
    "topic_form": lambda: sessions.TopicForm.modal(WITH_TOPIC, UP),
    "move_form": lambda: sessions.MoveForm.modal(PLANNED, "U2", "Asia/Singapore"),
    "which_session": lambda: sessions.which_session([(PLANNED, UP), (WITH_AGENDA, UP)]),
    "session_planned": lambda: sessions.session_planned(PLANNED, UP),
    "session_moved": lambda: sessions.session_moved(PLANNED, "U2"),
    "agenda_posted": lambda: sessions.agenda_posted(WITH_AGENDA, UP),
    "agenda_agreed": lambda: sessions.agenda_agreed(WITH_AGENDA, UP),
    "agreed": lambda: sessions.agreed(WITH_AGENDA, UP),
    "topic_proposed": lambda: sessions.topic_proposed(WITH_TOPIC, UP),
    "agenda_missing": lambda: nudges.agenda_missing(WITH_TOPIC, UP),
    "check_in": lambda: feedback.check_in(PLANNED, "U2"),
    "thanks_yes": lambda: feedback.thanks(TookPlace.YES),
    "thanks_no": lambda: feedback.thanks(TookPlace.NO),
    "status_of_nobody": lambda: status.status(NOBODY),
    "status_of_everything": lambda: status.status(EVERYTHING),
    "help_for_a_newcomer": lambda: status.help_(NOBODY),
    "help_for_a_lead": lambda: status.help_(EVERYTHING),
    "unknown_command": lambda: status.unknown_command("sginup", "signup", NOBODY),
    "home": lambda: status.home(EVERYTHING),
}


def as_sent(name: str) -> dict[str, Any]:
    made = VIEWS[name]()
    message = made.message if isinstance(made, Tell) else made
    return message.arguments() if isinstance(message, Message) else message


@pytest.mark.parametrize("name", VIEWS)
def test_it_looks_as_it_did(name: str) -> None:
    path = GOLDEN / f"{name}.json"
    shown = json.dumps(as_sent(name), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(shown)
    assert shown == path.read_text()


@pytest.mark.parametrize("name", VIEWS)
def test_slack_would_take_it(name: str) -> None:
    sent = as_sent(name)
    faults = view_faults(sent) if "type" in sent else message_faults(sent["blocks"])
    assert list(faults) == []


def test_every_golden_file_belongs_to_a_view() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(VIEWS)


@pytest.mark.parametrize("name", VIEWS)
def test_no_word_shames_or_confuses(name: str) -> None:
    said = json.dumps(as_sent(name), ensure_ascii=False).lower()
    assert not [
        word for word in ("failed to", "you forgot", "overdue", "violation", "bimonthly", "bi-monthly") if word in said
    ]
