"""What people see of requests, for the golden files."""

from collections.abc import Callable
from typing import Any

from bot.core.answers import Message, Tell
from bot.directory import views as directory
from bot.directory.queries import Listing
from bot.directory.search import Search
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.offers import views as offers
from bot.offers.model import OfferState, Reply
from bot.offers.queries import OfferUp
from bot.offers.settled_views import over, request_over
from bot.programs.edit_views import program_changed
from bot.programs.model import Footing
from bot.requests import views
from bot.requests.forms import RequestForm
from bot.skills.rules.catalogue import LABELS
from bot.status import views as status
from bot.status.queries import Overview
from tests.directory.shown import READER, listing
from tests.offers.shown import CLOSED, EQUAL, PROGRAM, UNTAUGHT
from tests.offers.shown import offer as offered
from tests.people_and_pairs import made_program, person
from tests.the_table import COMMAND_LABELS

HOSTILE = "Shall we look at <!channel> *podcasts*?\n<https://example.com|this>"
ASKING = made_program(1, "Digital natives", self_chosen=True)
ASKING_EQUALS = made_program(3, "Side by side", footing=Footing.EQUAL, self_chosen=True)


def request(by: Role, **more: Any) -> OfferUp:
    answers = {by.value: Reply.YES} | more.pop("answers", {})
    made = offered(**answers, **more)
    made.offer.asked_by, made.offer.message = by, HOSTILE
    return made


def place(role: Role) -> Enrolment:
    return Enrolment(id=1, program_id=1, person_id=1, role=role, state=EnrolmentState.ENROLLED, capacity=1)


def may_ask(*people: int) -> Listing:
    found = listing(Search("prompting"))
    return Listing(found.label, found.page, found.people, to_ask=people)


BY_MENTOR, BY_MENTEE = request(Role.MENTOR), request(Role.MENTEE)
QUIET = request(Role.MENTOR, reasons=UNTAUGHT)
QUIET.offer.message = None
MADE = request(Role.MENTOR, answers={"mentee": Reply.YES}, state=OfferState.ACCEPTED)
BOTH = request(Role.MENTEE, program=EQUAL)
FROM_MENTOR, FROM_MENTEE = (place(Role.MENTOR), ASKING), (place(Role.MENTEE), ASKING)

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "request_form": lambda: RequestForm.modal([FROM_MENTEE]),
    "request_form_of_a_mentor": lambda: RequestForm.modal([FROM_MENTOR], "U2"),
    "request_form_on_equal_footing": lambda: RequestForm.modal([(place(Role.MENTOR), ASKING_EQUALS)], "U2"),
    "request_form_in_several": lambda: RequestForm.modal([FROM_MENTOR, (place(Role.MENTOR), ASKING_EQUALS)], "U2"),
    "request_made": lambda: views.asked(BY_MENTOR, person(1)),
    "request_that_accepts": lambda: views.asked(MADE, person(2)),
    "request_to_mentee": lambda: offers.requested(BY_MENTOR, person(2), LABELS, again=False),
    "request_to_mentor": lambda: offers.requested(BY_MENTEE, person(1), LABELS, again=False),
    "request_again": lambda: offers.requested(BY_MENTOR, person(2), LABELS, again=True),
    "request_with_little_to_say": lambda: offers.requested(QUIET, person(2), LABELS, again=False),
    "request_on_equal_footing": lambda: offers.requested(BOTH, person(1), LABELS, again=False),
    "request_accepted": lambda: offers.accepted(MADE, person(2)),
    "request_declined": lambda: offers.declined(request(Role.MENTOR, answers={"mentee": Reply.NO})),
    "request_no_longer_open": lambda: over(MADE),
    "request_taken_back": lambda: offers.taken_back(BY_MENTOR, person(1)),
    "request_over": lambda: request_over(PROGRAM),
    "request_over_with_program": lambda: request_over(CLOSED),
    "status_with_requests": lambda: status.status(
        Overview(person(1), [], [FROM_MENTOR], [], [BY_MENTOR, BY_MENTEE]), COMMAND_LABELS
    ),
    "status_of_somebody_who_may_ask": lambda: status.status(Overview(person(1), [], [FROM_MENTOR], []), COMMAND_LABELS),
    "help_for_somebody_who_may_ask": lambda: status.help_(Overview(person(1), [], [FROM_MENTOR], []), COMMAND_LABELS),
    "who_offers_and_may_be_asked": lambda: directory.listing(may_ask(1), READER),
    "who_offers_and_all_may_be_asked": lambda: directory.listing(may_ask(1, 3), person(9)),
    "program_in_which_people_ask": lambda: program_changed(ASKING, {"self_chosen": True}),
}
