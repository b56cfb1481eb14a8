"""What people see of sign-up and of its answers, for the golden files."""

from collections.abc import Callable
from typing import Any

from bot.core.answers import Message, Tell
from bot.enrolment import views
from bot.enrolment.forms import SignupForm, SkillsForm
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.skills.model import AddedSkill, PersonSkill, Side
from bot.skills.rules.catalogue import LABELS
from tests.people_and_pairs import NOON, pair_up, person
from tests.programs.shown import BY_APPLICATION, EQUAL, LONG_PROGRAMS, OTHER, PROGRAM

UP = pair_up()
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
SKILLS = {Side.OFFERS: ["prompting", "short-video"], Side.WISHES: ["agile"]}

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "which_program_to_join": lambda: views.which_program([PROGRAM, OTHER]),
    "which_program_to_join_at_their_longest": lambda: views.which_program(LONG_PROGRAMS),
    "signup_form": lambda: SignupForm.modal(PROGRAM, person(1), {}, [], None, [1, 2, 3]),
    "signup_form_again": lambda: SignupForm.modal(PROGRAM, MAYA, SKILLS, [ADDED], ENROLMENT, []),
    "signup_form_by_application": lambda: SignupForm.modal(BY_APPLICATION, person(1), {}, [], None, [7, 12]),
    "signup_form_on_equal_footing": lambda: SignupForm.modal(EQUAL, person(1), {}, [], None, [1, 2]),
    "skills_form": lambda: SkillsForm.modal(OWN_SKILLS, SHOWN_LABELS),
    "skills_described": lambda: views.skills_described(
        [
            *OWN_SKILLS,
            PersonSkill(person_id=1, side=Side.WISHES, skill="trust", priority=3, question=None),
        ],
        ["trust"],
        SHOWN_LABELS,
    ),
    "applied": lambda: views.signed_up(BY_APPLICATION, APPLIED, MAYA, SKILLS, LABELS),
    "on_the_waiting_list": lambda: views.signed_up(
        BY_APPLICATION, place(4, Role.MENTEE, EnrolmentState.WAITING), MAYA, {}, LABELS
    ),
    "application_after_closing": lambda: views.application_answered(
        BY_APPLICATION, place(1, Role.MENTOR, EnrolmentState.LEFT)
    ),
    "program_over": lambda: views.program_over(PROGRAM),
    "application_accepted": lambda: views.application_answered(BY_APPLICATION, ENROLMENT),
    "application_waits": lambda: views.application_answered(
        BY_APPLICATION, place(1, Role.MENTOR, EnrolmentState.WAITING)
    ),
    "application_declined": lambda: views.application_answered(
        BY_APPLICATION, place(1, Role.MENTOR, EnrolmentState.DECLINED)
    ),
    "withdrawn": lambda: views.withdrawn(BY_APPLICATION),
    "signed_up": lambda: views.signed_up(PROGRAM, ENROLMENT, MAYA, SKILLS, LABELS),
    "signed_up_on_equal_footing": lambda: views.signed_up(EQUAL, ENROLMENT, MAYA, SKILLS, LABELS),
    "sign_up_changed": lambda: views.signed_up(
        PROGRAM, place(1, Role.MENTEE, times_saved=2), MAYA, {Side.WISHES: ["agile"]}, LABELS
    ),
    "unreached": lambda: views.unreached(PROGRAM, UP.mentor),
}
