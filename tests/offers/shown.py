"""What people see of offers, for the golden files."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.core.answers import Message, Tell
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.offers import lead_views, settled_views, views
from bot.offers.model import Offer, OfferState, Reply
from bot.offers.queries import OfferUp, Waiting
from bot.programs.model import Footing, Silence
from bot.programs.rules.lifecycle import ProgramState
from bot.skills.rules.catalogue import LABELS
from bot.status import views as status
from bot.status.queries import Led, Overview, Totals
from tests.people_and_pairs import NOON, made_program, person
from tests.the_table import COMMAND_LABELS

TAUGHT = {
    "wishes": [["short-video", 1, 5], ["prompting", 3, 3]],
    "wished": 4,
    "returned": [["agile", 2, 4]],
    "languages": ["no"],
    "gap": 4,
    "apart": True,
    "hours": 6.5,
}
UNTAUGHT = {"wishes": [], "wished": 1, "returned": [], "languages": [], "gap": 1, "apart": None, "hours": None}
PROGRAM = made_program(1, "Digital natives")
EQUAL = made_program(3, "Side by side", footing=Footing.EQUAL)
ACCEPTING = made_program(2, "Green shoots", silence=Silence.ACCEPTS)
CLOSED = made_program(4, "Last year", state=ProgramState.CLOSED)


def offer(
    mentor: Reply | None = None, mentee: Reply | None = None, state: OfferState = OfferState.OPEN, **more: Any
) -> OfferUp:
    made = Offer(
        id=7,
        mentor_id=1,
        mentee_id=2,
        state=state,
        mentor_answer=mentor,
        mentee_answer=mentee,
        reasons=more.get("reasons", TAUGHT),
        offered_at=NOON,
        answer_by=NOON + timedelta(days=7, hours=4),
    )
    return OfferUp(made, person(1), person(2), more.get("program", PROGRAM))


OPEN, HALF = offer(), offer(mentor=Reply.YES)
ENROLMENT = Enrolment(id=1, program_id=1, person_id=1, role=Role.MENTOR, state=EnrolmentState.ENROLLED, capacity=1)
COUNTS = Totals(6, 5, 1, 0, 0, 0, 0, 0, 0, 0, offers=4, half_accepted=2)
WAITING = Totals(6, 5, 1, 0, 0, 0, 0, 0, 0, 0, free_mentors=5, free_mentees=4)
ALONE = Totals(6, 5, 1, 0, 0, 0, 0, 0, 0, 0, free_mentors=1)
CLOSING = made_program(5, "This year", state=ProgramState.CLOSING)

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "offered_to_mentor": lambda: views.offered(OPEN, OPEN.mentor, LABELS, again=False),
    "offered_to_mentee": lambda: views.offered(OPEN, OPEN.mentee, LABELS, again=False),
    "offered_again": lambda: views.offered(OPEN, OPEN.mentee, LABELS, again=True),
    "offered_with_little_to_say": lambda: views.offered(
        offer(reasons=UNTAUGHT, program=ACCEPTING), person(2), LABELS, again=False
    ),
    "offered_on_equal_footing": lambda: views.offered(offer(program=EQUAL), person(2), LABELS, again=False),
    "offer_accepted_on_equal_footing": lambda: views.accepted(offer(mentor=Reply.YES, program=EQUAL), person(1)),
    "offer_accepted_by_one": lambda: views.accepted(HALF, HALF.mentor),
    "offer_accepted_by_both": lambda: views.accepted(offer(Reply.YES, Reply.YES, state=OfferState.ACCEPTED), person(2)),
    "offer_declined": lambda: views.declined(offer(mentee=Reply.NO)),
    "offers_unheard": lambda: lead_views.offers_unheard(PROGRAM),
    "offer_no_longer_open": lambda: settled_views.over(OPEN),
    "offer_taken_as_yes": lambda: settled_views.taken_as_yes(offer(program=ACCEPTING), person(2)),
    "offer_over": lambda: settled_views.offer_over(PROGRAM),
    "offer_over_with_program": lambda: settled_views.offer_over(CLOSED),
    "people_waiting": lambda: lead_views.people_waiting(PROGRAM, Waiting(1, 1200)),
    "people_waiting_on_equal_footing": lambda: lead_views.people_waiting(EQUAL, Waiting(3, 1)),
    "status_with_people_waiting": lambda: status.status(
        Overview(person(1), [Led(PROGRAM, WAITING, []), Led(CLOSING, WAITING, []), Led(EQUAL, ALONE, [])], [], []),
        COMMAND_LABELS,
    ),
    "status_with_offers": lambda: status.status(
        Overview(person(1), [Led(PROGRAM, COUNTS, [])], [(ENROLMENT, PROGRAM)], [], [OPEN, HALF]), COMMAND_LABELS
    ),
    "home_with_an_offer": lambda: status.home(Overview(person(2), [], [], [], [OPEN]), COMMAND_LABELS),
}
