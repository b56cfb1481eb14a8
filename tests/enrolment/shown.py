"""What leads see of those who apply, for golden files."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.core.answers import Message, Tell
from bot.enrolment import application_views as views
from bot.enrolment.applications import A_PAGE, Application, ApplicationSpot, Listed
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.people.model import DEPARTMENT, Person
from bot.programs.first_step_views import leads_nothing, nothing_yet
from bot.programs.first_steps import FirstStep
from bot.programs.model import NAME, QUESTION, Entry, Footing, Program
from bot.programs.rules.lifecycle import ProgramState
from tests.people_and_pairs import made_program, person

FEW = made_program(5, "Few places", entry=Entry.APPLICATION, places=20, state=ProgramState.OPEN)
EQUAL = made_program(3, "Side by side", footing=Footing.EQUAL)
OPEN = made_program(1, "Digital natives")
SHORT = [{"question": "What would you like to show?", "answer": "How <!channel> feels"}]
LONGEST = [{"question": "Q" * QUESTION, "answer": "A" * 1500} for _ in range(3)]


def applied(
    number: int, state: EnrolmentState = EnrolmentState.APPLIED, answers: Sequence[dict[str, str]] = ()
) -> Enrolment:
    role = Role.MENTEE if state is EnrolmentState.WAITING else Role.MENTOR
    return Enrolment(
        id=number, program_id=1, person_id=1, role=role, state=state, capacity=2, times_saved=1, answers=list(answers)
    )


def somebody(number: int = 1, department: str = "Marketing") -> Person:
    one = person(number)
    one.level, one.department = 2, department
    return one


def listed(shown: Sequence[tuple[Program, Application]], spot: ApplicationSpot | None = None, **more: Any) -> Listed:
    given: dict[str, Any] = {"led": [FEW], "pages": 1, "accepted": 0}
    return Listed(spot=spot or ApplicationSpot(), shown=shown, **(given | more))


MAYA = Application(applied(3, answers=SHORT), somebody(), ["Prompting"])
WAITS = Application(applied(4, EnrolmentState.WAITING), person(2), [])
IN = Application(applied(1, EnrolmentState.ENROLLED, LONGEST), somebody(), ["Prompting"])
LONG_NAME = made_program(7, "N" * NAME, footing=Footing.EQUAL, partner_word="w" * 40, entry=Entry.APPLICATION)
WORST = [
    (
        LONG_NAME,
        Application(applied(100 + number, answers=LONGEST), somebody(number, "D" * DEPARTMENT), ["S" * 60] * 10),
    )
    for number in range(A_PAGE)
]

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "application_received": lambda: views.application_received(FEW, MAYA),
    "application_received_at_its_longest": lambda: views.application_received(*WORST[0]),
    "application_withdrawn": lambda: views.application_over(FEW),
    "application_to_a_closed_program": lambda: views.application_over(
        made_program(6, "Last year", state=ProgramState.CLOSED)
    ),
    "applications": lambda: views.applications(listed([(FEW, MAYA), (EQUAL, WAITS)], accepted=12)),
    "applications_with_long_answers": lambda: views.applications(listed(WORST, ApplicationSpot(page=2), pages=3)),
    "applications_accepted": lambda: views.applications(
        listed([(FEW, IN)], ApplicationSpot(accepted=True)), in_place=True
    ),
    "no_applications": lambda: views.applications(listed([])),
    "no_applications_where_everybody_gets_in": lambda: views.applications(listed([], led=[OPEN])),
    "no_applications_in_several_programs": lambda: views.applications(listed([], led=[OPEN, EQUAL])),
    "application_settled": lambda: Message(
        views.application_settled(FEW, applied(1, EnrolmentState.ENROLLED, SHORT), somebody())
    ),
    "application_settled_as_declined": lambda: views.applications(
        listed([(FEW, MAYA)]), views.application_settled(FEW, applied(1, EnrolmentState.DECLINED), somebody())
    ),
    "application_answers": lambda: views.answers(FEW, applied(1, EnrolmentState.ENROLLED, SHORT), somebody()),
    "leads_nothing_in_an_empty_workspace": lambda: leads_nothing(FirstStep(False, False, may_create=True)),
    "leads_nothing_where_others_do": lambda: leads_nothing(FirstStep(True, True, may_create=True)),
    "leads_nothing_and_may_not_create": lambda: leads_nothing(FirstStep(True, True, may_create=False)),
    "nothing_to_join": lambda: nothing_yet(FirstStep(False, False, may_create=True)),
    "nothing_to_join_and_may_not_create": lambda: nothing_yet(FirstStep(True, False, may_create=False)),
}
