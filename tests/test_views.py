"""A golden file for each thing that people see. `UPDATE_GOLDEN=1` writes them anew: read the difference, then."""

import json
import os
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.answers import Message, Tell
from bot.enrolment import views as enrolment
from bot.enrolment.forms import SignupForm, SkillsForm
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.feedback import views as feedback
from bot.feedback.model import TookPlace
from bot.matching import views as matching
from bot.nudges import views as nudges
from bot.pairs import views as pairs
from bot.pairs.forms import BreakForm, LeaveForm
from bot.pairs.model import Trouble
from bot.pairs.queries import PairUp
from bot.people.model import Person
from bot.playground.slack import message_faults, view_faults
from bot.programs import views as programs
from bot.programs.editing import fingerprints
from bot.programs.first_steps import FirstStep
from bot.programs.forms import BasicsForm, ProgramForm
from bot.programs.model import NAME, NEED, PARTNER_WORD, UNFINISHED, Entry, Footing, ProgramState
from bot.programs.rule_forms import EntryForm, RulesForm
from bot.programs.weight_form import WeightsForm
from bot.programs.weights import WEIGHTS
from bot.sessions import views as sessions
from bot.sessions.forms import AgendaForm, MoveForm, TopicForm
from bot.skills.catalogue import LABELS
from bot.skills.model import AddedSkill, PersonSkill, Side
from bot.status import views as status
from bot.status.queries import InTrouble, Led, Overview, OwnPair, Totals
from tests.directory import shown as directory
from tests.enrolment.shown import VIEWS as APPLICATIONS
from tests.matching.shown import VIEWS as MATCHING
from tests.mixers.shown import VIEWS as MIXERS
from tests.offers.shown import VIEWS as OFFERS
from tests.people import shown as people
from tests.people_and_pairs import NOON, made_program, pair_up, person, session
from tests.privacy import shown as privacy
from tests.requests.shown import VIEWS as REQUESTS
from tests.skills import shown as skills
from tests.the_table import COMMAND_LABELS

GOLDEN = Path(__file__).parent / "golden"

UP = pair_up()
PROGRAM = UP.program
OTHER = made_program(2, "Green shoots", need="Another need.", session_minutes=30)
EQUAL = made_program(3, "Side by side", footing=Footing.EQUAL)
CLOSED = made_program(6, "Last year", state=ProgramState.CLOSED)
LONG_PROGRAMS = [
    made_program(
        number,
        "N" * NAME,
        need="n" * NEED,
        footing=Footing.EQUAL,
        partner_word="w" * PARTNER_WORD,
        weights=dict.fromkeys(WEIGHTS, 100),
        starts_on=date(2026, 9, 7),
        ends_on=date(2027, 2, 26),
        self_chosen=True,
        entry=Entry.APPLICATION,
        places=100_000,
    )
    for number in range(20)
]
WITH_CHANNEL = made_program(1, "Digital natives", channel_id="C1")
DRAFT = made_program(4, "Next year", state=ProgramState.DRAFT)
BY_APPLICATION = made_program(
    5,
    "Few places",
    entry=Entry.APPLICATION,
    questions=["What would you like to show?"],
    places=20,
    state=ProgramState.OPEN,
)
PLANNED = session(1, NOON + timedelta(days=7))
WITH_AGENDA = session(2, NOON + timedelta(days=7), agenda="Three videos\n*and* <!channel>")
WITH_TOPIC = session(3, NOON + timedelta(days=7), agenda="Three videos")
WITH_TOPIC.topic = "Why does nobody click?"
MAYA = person(1)
MAYA.level, MAYA.department, MAYA.languages = 2, "Marketing", ["no"]


def place(number: int, role: Role, state: EnrolmentState = EnrolmentState.ENROLLED, times_saved: int = 1) -> Enrolment:
    return Enrolment(
        id=number, program_id=1, person_id=1, role=role, state=state, capacity=2, times_saved=times_saved, answers=[]
    )


ENROLMENT = place(1, Role.MENTOR)
APPLIED = place(3, Role.MENTOR, EnrolmentState.APPLIED)
ADDED = AddedSkill(id=7, team_id="T1", key="beekeeping", name="Beekeeping", merged_into=None, added_at=NOON)
OWN_SKILLS = [
    PersonSkill(person_id=1, side=Side.OFFERS, skill="prompting", level=4),
    PersonSkill(person_id=1, side=Side.WISHES, skill="agile", priority=1, question="Where does it end?"),
    PersonSkill(person_id=1, side=Side.WISHES, skill="added-7", priority=2),
]
SHOWN_LABELS = LABELS | {"added-7": "Beekeeping"}
VALUES = {
    name: getattr(PROGRAM, name)
    for form in (BasicsForm, RulesForm, EntryForm)
    for name in form.fields
    if name != "leads"
}
VALUES["leads"] = ["U9"]
SKILLS = {Side.OFFERS: ["prompting", "short-video"], Side.WISHES: ["agile"]}
ON_EQUAL_FOOTING = PairUp(UP.pair, UP.mentor, UP.mentee, EQUAL)


def on_a_break() -> Person:
    away = person(2)
    away.paused_until = NOON + timedelta(days=9)
    return away


TOTALS = Totals(3, 1, 12, 1, 20, 17, 15, 12, 2, 1)
IN_TROUBLE = [InTrouble("U1", "U2", Trouble.NOT_MEETING), InTrouble("U3", "U4", Trouble.LEFT)]
EMPTY, MAY_JOIN = FirstStep(False, False, True), FirstStep(True, True, True)
ONLY_OTHERS_CREATE = FirstStep(False, False, False)
NOBODY = Overview(MAYA, [], [], [], first_step=MAY_JOIN)
EVERYTHING = Overview(
    MAYA,
    led=[Led(PROGRAM, TOTALS, IN_TROUBLE), Led(OTHER, Totals(0, 0, 1, 0, 0, 0, 0, 0, 0, 0), [])],
    places=[(ENROLMENT, PROGRAM), (place(2, Role.MENTEE), OTHER)],
    pairs=[
        OwnPair(PLANNED, "U2", PROGRAM, is_mentor=True),
        OwnPair(WITH_AGENDA, "U3", PROGRAM, is_mentor=False),
        OwnPair(None, "U4", PROGRAM, is_mentor=False),
        OwnPair(PLANNED, "U5", PROGRAM, is_mentor=True, is_partner_here=False),
    ],
)

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "program_form": lambda: ProgramForm.modal("U9"),
    "program_created": lambda: programs.program_created(PROGRAM),
    "program_announced": lambda: programs.program_announced(PROGRAM),
    "program_unannounced": lambda: programs.program_unannounced(WITH_CHANNEL),
    "program_unannounced_for_good": lambda: programs.program_unannounced(WITH_CHANNEL, is_given_up=True),
    "program_announced_at_last": lambda: programs.program_announced_at_last(WITH_CHANNEL),
    "program_announced_again": lambda: programs.announcing_again(WITH_CHANNEL, stands=False),
    "program_announced_already": lambda: programs.announcing_again(WITH_CHANNEL, stands=True),
    "programs_led": lambda: programs.programs_led([PROGRAM, OTHER]),
    "program_created_as_draft": lambda: programs.program_created(DRAFT),
    "programs_led_in_every_state": lambda: programs.programs_led(
        [
            made_program(number, state.value, state=state)
            for number, state in enumerate((*UNFINISHED, ProgramState.CLOSED))
        ]
    ),
    "programs_led_at_their_longest": lambda: programs.programs_led(LONG_PROGRAMS, 2),
    "figures_of_a_closed_program": lambda: status.figures(
        Led(CLOSED, Totals(3, 1, 0, 2, 20, 17, 15, 0, 0, 0), []), COMMAND_LABELS
    ),
    "program_moved": lambda: programs.program_moved(made_program(1, "Digital natives", state=ProgramState.CLOSING)),
    "draft_deleted": lambda: programs.draft_deleted("Next year"),
    "program_changed": lambda: programs.program_changed(
        BY_APPLICATION, {"ends_on": None, "starts_on": date(2026, 9, 7), "channel_id": None, "self_chosen": True}
    ),
    "program_as_it_was": lambda: programs.program_changed(BY_APPLICATION, {}),
    "lead_added": lambda: programs.lead_added(PROGRAM),
    "season_ends": lambda: programs.season_ends(PROGRAM),
    "edit_program": lambda: BasicsForm.modal(1, VALUES, fingerprints(VALUES)),
    "edit_program_conflict": lambda: BasicsForm.modal(
        1, VALUES, {}, notice=programs.changed_meanwhile({"name": "Sunrise", "leads": ["U1"], "ends_on": None})
    ),
    "edit_rules": lambda: RulesForm.modal(1, VALUES, fingerprints(VALUES)),
    "edit_rules_doubted": lambda: RulesForm.modal(1, VALUES, {}, notice=matching.gap_too_wide(5, 2, 5), confirmed=True),
    "edit_weights": lambda: WeightsForm.modal(1, {"weights": {"skills": 10}}, {}),
    "edit_weights_conflict": lambda: WeightsForm.modal(
        1, {"weights": {}}, {}, notice=programs.changed_meanwhile({"weights": {"hours": 50}})
    ),
    "program_with_weights": lambda: programs.program_changed(PROGRAM, {"weights": {"hours": 50, "skills": 0}}),
    "edit_entry": lambda: EntryForm.modal(5, VALUES | {"questions": ["Why?"], "places": 20}, {}),
    "which_program_to_join": lambda: enrolment.which_program([PROGRAM, OTHER]),
    "which_program_to_join_at_their_longest": lambda: enrolment.which_program(LONG_PROGRAMS),
    "signup_form": lambda: SignupForm.modal(PROGRAM, person(1), {}, [], None, [1, 2, 3]),
    "signup_form_again": lambda: SignupForm.modal(PROGRAM, MAYA, SKILLS, [ADDED], ENROLMENT, []),
    "signup_form_by_application": lambda: SignupForm.modal(BY_APPLICATION, person(1), {}, [], None, [7, 12]),
    "signup_form_on_equal_footing": lambda: SignupForm.modal(EQUAL, person(1), {}, [], None, [1, 2]),
    "skills_form": lambda: SkillsForm.modal(OWN_SKILLS, SHOWN_LABELS),
    "skills_described": lambda: enrolment.skills_described(
        [
            *OWN_SKILLS,
            PersonSkill(person_id=1, side=Side.WISHES, skill="trust", priority=3, question=None),
        ],
        ["trust"],
        SHOWN_LABELS,
    ),
    "applied": lambda: enrolment.signed_up(BY_APPLICATION, APPLIED, MAYA, SKILLS, LABELS),
    "on_the_waiting_list": lambda: enrolment.signed_up(
        BY_APPLICATION, place(4, Role.MENTEE, EnrolmentState.WAITING), MAYA, {}, LABELS
    ),
    "application_after_closing": lambda: enrolment.application_answered(
        BY_APPLICATION, place(1, Role.MENTOR, EnrolmentState.LEFT)
    ),
    "program_over": lambda: enrolment.program_over(PROGRAM),
    "application_accepted": lambda: enrolment.application_answered(BY_APPLICATION, ENROLMENT),
    "application_waits": lambda: enrolment.application_answered(
        BY_APPLICATION, place(1, Role.MENTOR, EnrolmentState.WAITING)
    ),
    "application_declined": lambda: enrolment.application_answered(
        BY_APPLICATION, place(1, Role.MENTOR, EnrolmentState.DECLINED)
    ),
    "withdrawn": lambda: enrolment.withdrawn(BY_APPLICATION),
    "signed_up": lambda: enrolment.signed_up(PROGRAM, ENROLMENT, MAYA, SKILLS, LABELS),
    "signed_up_on_equal_footing": lambda: enrolment.signed_up(EQUAL, ENROLMENT, MAYA, SKILLS, LABELS),
    "which_program": lambda: matching.which_program([PROGRAM, OTHER]),
    "sign_up_changed": lambda: enrolment.signed_up(
        PROGRAM, place(1, Role.MENTEE, times_saved=2), MAYA, {Side.WISHES: ["agile"]}, LABELS
    ),
    "introduction_to_each_alone": lambda: pairs.introduction(UP, ["Short video"], {}, alone=UP.mentor),
    "pair_unreached": lambda: pairs.pair_unreached(UP),
    "unreached": lambda: enrolment.unreached(PROGRAM, UP.mentor),
    "sending_what_waits": status.sending_what_waits,
    "home_where_nobody_can_be_written_to": lambda: status.home(
        Overview(MAYA, [], [], [], refused="messages_tab_disabled"), COMMAND_LABELS
    ),
    "status_where_an_admin_refuses": lambda: status.status(
        Overview(MAYA, [], [], [], refused="app_access_restricted"), COMMAND_LABELS
    ),
    "introduction": lambda: pairs.introduction(UP, ["Short video", "Prompting"], {"Prompting": "Where do I begin?"}),
    "introduction_without_skills": lambda: pairs.introduction(UP, [], {}),
    "introduction_on_equal_footing": lambda: pairs.introduction(ON_EQUAL_FOOTING, ["Prompting"], {}),
    "partner_left": lambda: pairs.partner_left(UP, UP.mentor),
    "partner_gone": lambda: pairs.partner_gone(UP, UP.mentor),
    "partner_back": lambda: pairs.partner_back(UP, UP.mentor),
    "partner_on_break": lambda: pairs.partner_on_break(pair_up(mentee=on_a_break()), UP.mentor),
    "break_over": lambda: pairs.break_over(1),
    "break_form": lambda: BreakForm.modal(MAYA, [UP], NOON),
    "break_form_without_pair": lambda: BreakForm.modal(on_a_break(), [], NOON),
    "on_a_break": lambda: pairs.on_a_break(NOON),
    "on_a_break_that_partners_hear_of": lambda: pairs.on_a_break(NOON, ["U2", "U3"]),
    "back": pairs.back,
    "back_to_a_partner": lambda: pairs.back(["U2"]),
    "nothing_to_leave": lambda: pairs.takes_no_part("leave", MAY_JOIN),
    "nothing_to_leave_in_an_empty_workspace": lambda: pairs.takes_no_part("leave", EMPTY),
    "what_to_stop": pairs.what_to_stop,
    "leave_form": lambda: LeaveForm.modal(MAYA, [(ENROLMENT, PROGRAM), (APPLIED, BY_APPLICATION)], [UP]),
    "left": lambda: pairs.left(PROGRAM, EnrolmentState.ENROLLED, ["U2"]),
    "pair_ended": lambda: pairs.pair_ended(UP, UP.mentee),
    "program_closed": lambda: pairs.program_closed(PROGRAM),
    "agenda_form": lambda: AgendaForm.modal(PLANNED, "U2"),
    "agenda_form_again": lambda: AgendaForm.modal(WITH_TOPIC, "U2"),
    "topic_form": lambda: TopicForm.modal(WITH_TOPIC, "U1"),
    "move_form": lambda: MoveForm.modal(PLANNED, "U2", "Asia/Singapore"),
    "agenda_form_for_the_next": lambda: AgendaForm.modal(PLANNED, "U2", instead=True),
    "move_form_for_the_next": lambda: MoveForm.modal(PLANNED, "U2", "Asia/Singapore", instead=True),
    "move_form_doubted": lambda: MoveForm.doubted_modal(PLANNED, UP.mentor, NOON, UP.people),
    "move_form_doubted_for_the_partner": lambda: MoveForm.doubted_modal(PLANNED, UP.mentor, NOON, [UP.mentee]),
    "agenda_is_posted": lambda: sessions.posted(WITH_AGENDA, "U2"),
    "topic_is_proposed": lambda: sessions.proposed(WITH_TOPIC, "U1"),
    "session_is_moved": lambda: sessions.moved(PLANNED, "U2", NOON),
    "session_stays": lambda: sessions.moved(PLANNED, "U2", PLANNED.starts_at),
    "partners_agenda": lambda: sessions.partners_agenda([(PLANNED, "U2"), (WITH_AGENDA, "U3")]),
    "nothing_to_prepare": lambda: sessions.nothing_to_prepare(takes_part=True),
    "nothing_to_prepare_for_a_newcomer": lambda: sessions.nothing_to_prepare(takes_part=False),
    "agenda_changed_since": lambda: sessions.agenda_posted(WITH_AGENDA, "U1", newest=True),
    "agreed_to_what_both_own": lambda: sessions.agreed(WITH_AGENDA, "U1", both_own_it=True),
    "session_moved_by_a_break": lambda: sessions.session_planned(PLANNED, UP, moved=True),
    "which_session": lambda: sessions.which_session([(PLANNED, "U2"), (WITH_AGENDA, "U3")]),
    "session_planned": lambda: sessions.session_planned(PLANNED, UP),
    "session_planned_again": lambda: sessions.session_planned(PLANNED, UP, again=True),
    "session_moved": lambda: sessions.session_moved(PLANNED, UP, UP.mentor),
    "agenda_posted": lambda: sessions.agenda_posted(WITH_AGENDA, "U1"),
    "agenda_agreed": lambda: sessions.agenda_agreed(WITH_AGENDA, "U2"),
    "agreed": lambda: sessions.agreed(WITH_AGENDA, "U1"),
    "topic_proposed": lambda: sessions.topic_proposed(WITH_TOPIC, "U2"),
    "session_is": lambda: sessions.session_is(PLANNED, UP, UP.mentor),
    "session_off": lambda: sessions.session_off(PLANNED),
    "session_of_an_ended_pair": lambda: sessions.session_of_an_ended_pair(PLANNED),
    "agenda_changed_by_either": lambda: sessions.agenda_changed(WITH_AGENDA),
    "agenda_there": lambda: nudges.agenda_there(WITH_AGENDA),
    "agenda_missing": lambda: nudges.agenda_missing(WITH_TOPIC, UP, UP.mentor),
    "check_in": lambda: feedback.check_in(PLANNED, "U2"),
    "thanks_yes": lambda: feedback.thanks(TookPlace.YES, "U2", PLANNED, may_move=True),
    "thanks_no": lambda: feedback.thanks(TookPlace.NO, "U2", PLANNED, may_move=True),
    "thanks_no_without_a_next_session": lambda: feedback.thanks(TookPlace.NO, "U2", None, may_move=True),
    "status_on_equal_footing": lambda: status.status(
        Overview(
            on_a_break(),
            [Led(EQUAL, TOTALS, [])],
            [(ENROLMENT, EQUAL)],
            [OwnPair(PLANNED, "U2", EQUAL, is_mentor=True)],
        ),
        COMMAND_LABELS,
    ),
    "announced_on_equal_footing": lambda: programs.program_announced(EQUAL),
    "created_on_equal_footing": lambda: programs.program_created(EQUAL),
    "status_of_nobody": lambda: status.status(NOBODY, COMMAND_LABELS),
    "status_of_everything": lambda: status.status(EVERYTHING, COMMAND_LABELS),
    "help_for_a_newcomer": lambda: status.help_(NOBODY, COMMAND_LABELS),
    "help_for_a_lead": lambda: status.help_(EVERYTHING, COMMAND_LABELS),
    "help_in_an_empty_workspace": lambda: status.help_(Overview(MAYA, [], [], [], first_step=EMPTY), COMMAND_LABELS),
    "status_in_an_empty_workspace": lambda: status.status(Overview(MAYA, [], [], [], first_step=EMPTY), COMMAND_LABELS),
    "unknown_command": lambda: status.unknown_command("sginup", "signup", NOBODY, COMMAND_LABELS),
    "unknown_command_like_none": lambda: status.unknown_command("pizza", None, NOBODY, COMMAND_LABELS),
    "home": lambda: status.home(EVERYTHING, COMMAND_LABELS),
    "home_of_a_stranger": lambda: status.home(Overview(None, [], [], [], first_step=MAY_JOIN), COMMAND_LABELS),
    "home_in_an_empty_workspace": lambda: status.home(Overview(None, [], [], [], first_step=EMPTY), COMMAND_LABELS),
    "home_where_only_others_create": lambda: status.home(
        Overview(None, [], [], [], first_step=ONLY_OTHERS_CREATE), COMMAND_LABELS
    ),
}
VIEWS |= APPLICATIONS
VIEWS |= privacy.VIEWS
VIEWS |= people.VIEWS
VIEWS |= directory.VIEWS | skills.VIEWS
VIEWS |= MIXERS | OFFERS | MATCHING
VIEWS |= REQUESTS


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


@pytest.mark.parametrize("name", [name for name in VIEWS if "equal_footing" in name])
def test_on_equal_footing_nobody_is_called_mentor_or_mentee(name: str) -> None:
    said = json.dumps(as_sent(name), ensure_ascii=False).lower()
    words = re.findall(
        r"(?<!/)\bment(?:or|ee)s?\b(?! [a-z]+`)", re.sub(r'"(?:value|action_id|block_id)": "[^"]*"', "", said)
    )
    assert words == []


@pytest.mark.parametrize("name", VIEWS)
def test_no_word_shames_or_confuses(name: str) -> None:
    said = json.dumps(as_sent(name), ensure_ascii=False).lower()
    assert not [
        word for word in ("failed to", "you forgot", "overdue", "violation", "bimonthly", "bi-monthly") if word in said
    ]
