"""What people see of their pairs, breaks and leaving, for the golden files."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.core.answers import Message, Tell
from bot.enrolment.model import EnrolmentState
from bot.pairs import views
from bot.pairs.forms import BreakForm, LeaveForm
from bot.pairs.listeners import NOTHING_TO_LEAVE
from bot.pairs.queries import PairUp
from bot.people.model import Person
from bot.programs.first_steps import FirstStep
from tests.enrolment.signup_shown import APPLIED, ENROLMENT, MAYA
from tests.people_and_pairs import NOON, made_program, pair_up, person
from tests.programs.shown import BY_APPLICATION, EQUAL, PROGRAM

UP = pair_up()
ON_EQUAL_FOOTING = PairUp(UP.pair, UP.mentor, UP.mentee, EQUAL)


def on_a_break() -> Person:
    away = person(2)
    away.paused_until = NOON + timedelta(days=9)
    return away


EMPTY, MAY_JOIN = FirstStep(False, False, True), FirstStep(True, True, True)

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "introduction_to_each_alone": lambda: views.introduction(UP, ["Short video"], {}, alone=UP.mentor),
    "pair_unreached": lambda: views.pair_unreached(UP),
    "introduction": lambda: views.introduction(UP, ["Short video", "Prompting"], {"Prompting": "Where do I begin?"}),
    "introduction_without_skills": lambda: views.introduction(UP, [], {}),
    "introduction_on_equal_footing": lambda: views.introduction(ON_EQUAL_FOOTING, ["Prompting"], {}),
    "partner_left": lambda: views.partner_left(UP, UP.mentor),
    "partner_gone": lambda: views.partner_gone(UP, UP.mentor),
    "partner_back": lambda: views.partner_back(UP, UP.mentor),
    "partner_on_break": lambda: views.partner_on_break(pair_up(mentee=on_a_break()), UP.mentor),
    "break_over": lambda: views.break_over(1),
    "break_form": lambda: BreakForm.modal(MAYA, [UP], NOON),
    "break_form_without_pair": lambda: BreakForm.modal(on_a_break(), [], NOON),
    "on_a_break": lambda: views.on_a_break(NOON),
    "on_a_break_that_partners_hear_of": lambda: views.on_a_break(NOON, ["U2", "U3"]),
    "back": views.back,
    "back_to_a_partner": lambda: views.back(["U2"]),
    "nothing_to_leave": lambda: views.takes_no_part(NOTHING_TO_LEAVE, MAY_JOIN),
    "nothing_to_leave_in_an_empty_workspace": lambda: views.takes_no_part(NOTHING_TO_LEAVE, EMPTY),
    "what_to_stop": views.what_to_stop,
    "leave_form": lambda: LeaveForm.modal(MAYA, [(ENROLMENT, PROGRAM), (APPLIED, BY_APPLICATION)], [UP]),
    "left": lambda: views.left(PROGRAM, EnrolmentState.ENROLLED, ["U2"]),
    "pair_ended": lambda: views.pair_ended(UP, UP.mentee),
    "program_closed": lambda: views.program_closed(PROGRAM),
    "large_program_closed": lambda: views.program_closed(made_program(9, "Last year", settles_from=1)),
    "program_settled": lambda: views.program_settled(PROGRAM),
}
