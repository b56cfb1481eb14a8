from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from bot.core.answers import Message, Tell
from bot.enrolment.model import Enrolment, Role, RoundAnswer
from bot.matching.model import Alone, MatchRun, Proposal, ProposalState
from bot.matching.review import views as review_views
from bot.matching.review.forms import CoupleForm, SwapForm
from bot.matching.review.pages import A_PAGE, Forbiddance, Proposed, Review, WaitingPage
from bot.matching.review.pairing import Weighed
from bot.matching.review.pairing_views import AskBothForm, PairForm, asking_both
from bot.matching.rounds import views as round_views
from bot.matching.rounds.views import RoundForm
from bot.matching.search import views
from bot.matching.search.engine.model import Candidate, Unmatched
from bot.matching.search.judging import Judged, Price
from bot.matching.search.queries import Missing
from bot.matching.spots import Order, Spot
from bot.offers.queries import Waiting as Free
from bot.programs.model import Footing, Program
from bot.programs.rules.lifecycle import ProgramState
from tests.people_and_pairs import NOON, made_program, person

PROGRAM = made_program(1, "Digital natives")
EQUAL = made_program(3, "Side by side", footing=Footing.EQUAL)
PROOF = {
    "allowed": 1234,
    "floor": 41,
    "counted": {"skills": 63, "returned": 12, "hours": 8, "departments": 8, "levels": 6, "location": 0, "rare": 3},
}
WHAT_IFS = [
    {"rule": "gap", "value": 1, "more": 12, "exact": True},
    {"rule": "overlap", "value": 0, "more": 1, "exact": False},
]


def made_run(**more: Any) -> MatchRun:
    given = {"id": 1, "program_id": 1, "asked_by": "U9", "unmatched_mentors": 0, "unmatched_mentees": 2}
    return MatchRun(**(given | {"proof": PROOF, "what_ifs": WHAT_IFS} | more))


RUN = made_run()
EARLIER = made_run(id=7)
TAUGHT = {
    "wishes": [["short-video", 1, 5]],
    "wished": 3,
    "returned": [["agile", 1, 3]],
    "languages": ["en", "no"],
    "gap": 1,
    "apart": True,
    "hours": 6.5,
}
UNTAUGHT = {"wishes": [], "wished": 2, "returned": [], "languages": [], "gap": 4, "apart": False, "hours": None}
RULED_OUT = {"gap": 4, "overlap": 1}
ALL_WAYS = Unmatched(
    1,
    "mentor",
    without={"gap": 9_999, "department": 9_999, "language": 9_999, "overlap": 9_999},
    nearest_gap=0,
    at_gap=9_999,
)
LONELY = [
    (Alone(facts=asdict(Unmatched(1, "mentee", fitting=3))), person(7)),
    (Alone(facts=asdict(Unmatched(1, "mentee", without={"language": 2}, nearest_gap=1, at_gap=3))), person(8)),
    (Alone(facts=asdict(Unmatched(1, "mentor", has_place=False))), person(9)),
    (Alone(facts=asdict(Unmatched(1, "mentor"))), person(10)),
    (Alone(facts=asdict(Unmatched(1, "mentor", broken=RULED_OUT))), person(12)),
    (Alone(facts=asdict(Unmatched(1, "mentor", without={"gap": 1}, nearest_gap=0, at_gap=1))), person(13)),
    (Alone(facts={"role": "mentor", "freed": True}), person(11)),
]
STATES = list(ProposalState)
SPOT = Spot(1, Order.BEST, 1)


def proposed(count: int, *, untouched: bool = True) -> list[Proposed]:
    return [
        Proposed(
            Proposal(
                id=number,
                score=100 - number,
                reasons=UNTAUGHT if number % 2 else TAUGHT,
                state=ProposalState.PROPOSED if untouched else STATES[number % len(STATES)],
            ),
            person(number),
            person(1000 + number),
            ["Prompting", "Short video"] if number % 2 == 0 else [],
        )
        for number in range(count)
    ]


def review(program: Program, shown: list[Proposed], spot: Spot = SPOT, **more: Any) -> Message:
    counts = {state: sum(one.proposal.state is state for one in shown) for state in STATES}
    given: dict[str, Any] = {"run": RUN, "pages": 1, "counts": counts, "waiting": 2, "alone": [] if shown else LONELY}
    return review_views.review(Review(program=program, spot=spot, shown=shown, **(given | more)))


MOST = {
    "skills": 60,
    "returned": 12,
    "hours": 8,
    "departments": 8,
    "levels": 5,
    "location": 2,
    "tongues": 2,
    "rare": 3,
}
OPEN = made_program(5, "Green shoots", state=ProgramState.OPEN)


def weighed(program: Program, offers: int, reasons: dict[str, Any], **parts: int) -> Weighed:
    """Two of whom each offers so many skills; `parts` are points where it is not the most that there are."""
    candidate = Candidate(1, 1, offers={f"skill-{number}": 3 for number in range(offers)})
    judged = Judged(candidate, candidate, reasons | {"parts": MOST | parts}, MOST)
    return Weighed(program, person(1), person(2), judged, [f"Skill {number}" for number in range(offers)])


ASKING = made_program(1, "Digital natives", matches_on=date(2027, 3, 5))
ANSWERS = {RoundAnswer.ASKED: 5, RoundAnswer.IN: 7, RoundAnswer.SKIPS: 1}


def asked(answer: RoundAnswer) -> Enrolment:
    return Enrolment(id=1, round_answer=answer)


MANY = dict.fromkeys(STATES, 400)
COUPLE = ("U1", "U2")
FREE = {Role.MENTOR: ["U1", "U3"], Role.MENTEE: ["U2"]}

NOBODY = Missing(Free(0, 0), 0, 0, 0)

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "which_program": lambda: views.which_program([PROGRAM, made_program(2, "Green shoots")]),
    "looking": lambda: views.looking(PROGRAM),
    "search_goes_on": lambda: views.progress(PROGRAM, MatchRun(id=1, stage="raising the floor")),
    "search_goes_on_somehow": lambda: views.progress(PROGRAM, MatchRun(id=1)),
    "search_failed": lambda: views.search_failed(PROGRAM),
    "proposals_published": lambda: views.proposals_published(PROGRAM),
    "proposals_replaced": lambda: views.proposals_replaced(PROGRAM),
    "proposals_of_a_closed_program": lambda: views.closed(PROGRAM),
    "round_over": lambda: round_views.round_over(PROGRAM),
    "search_over": lambda: views.search_over(PROGRAM),
    "search_stopped": lambda: views.stopped(PROGRAM, None),
    "search_stopped_with_earlier_proposals": lambda: views.stopped(PROGRAM, EARLIER),
    "proposals_failed": lambda: views.proposals_failed(PROGRAM),
    "proposals_ready": lambda: review(PROGRAM, proposed(2)),
    "proposals_ready_many": lambda: review(
        PROGRAM, proposed(A_PAGE), Spot(1, Order.LEAST, 2), counts=MANY, pages=150, waiting=1200, forbidden=3
    ),
    "proposals_at_their_longest": lambda: review(
        made_program(4, "N" * 80),
        [replace(one, offers=["S" * 60] * 10) for one in proposed(A_PAGE)],
        Spot(1, Order.LEAST, 2),
        counts=MANY,
        pages=150,
        waiting=1200,
        forbidden=3,
    ),
    "who_waits_at_its_longest": lambda: review_views.waiting(
        WaitingPage(PROGRAM, RUN, SPOT, 2, [(Alone(facts=asdict(ALL_WAYS)), person(n)) for n in range(10)], 14)
    ),
    "proposals_after_a_swap": lambda: review_views.review(
        Review(PROGRAM, RUN, SPOT, 1, proposed(2), dict.fromkeys(STATES, 2), 2), review_views.swapped(COUPLE, "U3")
    ),
    "proposals_after_a_pair_by_hand": lambda: review_views.review(
        Review(PROGRAM, RUN, SPOT, 1, proposed(2), dict.fromkeys(STATES, 2), 2), review_views.paired_by_hand(COUPLE)
    ),
    "proposals_around_pins": lambda: review(
        PROGRAM, proposed(3, untouched=False), run=made_run(proof=PROOF | {"pinned": 1})
    ),
    "proposals_changed_by_hand": lambda: review(PROGRAM, proposed(1), run=made_run(proof=PROOF | {"changed": True})),
    "nobody_to_match": lambda: views.somebody_missing(PROGRAM, NOBODY),
    "one_side_to_match": lambda: views.somebody_missing(PROGRAM, Missing(Free(1, 0), 1, 0, 0)),
    "one_side_is_taken_on_equal_footing": lambda: views.somebody_missing(EQUAL, Missing(Free(2, 0), 2, 3, 0)),
    "applications_to_answer_before_matching": lambda: views.somebody_missing(PROGRAM, Missing(Free(0, 0), 0, 0, 1)),
    "proposals_none": lambda: review(PROGRAM, []),
    "proposals_on_equal_footing": lambda: review(EQUAL, proposed(2)),
    "no_proposals_on_equal_footing": lambda: review(EQUAL, []),
    "who_waits": lambda: review_views.waiting(WaitingPage(PROGRAM, RUN, SPOT, 2, LONELY, 14)),
    "never_paired": lambda: review_views.forbidden(Forbiddance(PROGRAM, SPOT, [(person(1), person(2))] * 20, 21)),
    "swap_form": lambda: SwapForm.modal(SPOT, ("D1", "1.2"), COUPLE, ["U3", "U4"]),
    "swap_form_doubted": lambda: SwapForm.modal(
        SPOT,
        ("D1", "1.2"),
        COUPLE,
        ["U3", "U4"],
        "U3",
        review_views.price_of_swap(Price([91, 80], [70, 85], is_paid=False)),
    ),
    "couple_form": lambda: CoupleForm.modal(PROGRAM, SPOT, ("D1", "1.2"), dict.fromkeys(Role, ())),
    "couple_form_doubted_on_equal_footing": lambda: CoupleForm.modal(
        EQUAL, SPOT, ("D1", "1.2"), FREE, COUPLE, review_views.price_by_hand(Price([91, 80], [70], is_paid=False))
    ),
    "pair_form": lambda: PairForm.modal([PROGRAM], FREE),
    "pair_form_of_several_programs": lambda: PairForm.modal([PROGRAM, EQUAL], dict.fromkeys(Role, ())),
    "ask_both": lambda: AskBothForm.modal(weighed(PROGRAM, 3, TAUGHT)),
    "ask_both_against_every_preference": lambda: AskBothForm.modal(
        weighed(OPEN, 3, UNTAUGHT | {"hours": 1.0, "gap": 1}, **dict.fromkeys(MOST, 0))
    ),
    "ask_both_of_few_offers": lambda: AskBothForm.modal(
        weighed(PROGRAM, 1, UNTAUGHT | {"hours": 0.0}, **dict.fromkeys(MOST, 0))
    ),
    "asking_both": lambda: asking_both(weighed(PROGRAM, 3, TAUGHT)),
    "asking_both_while_sign_up_is_open": lambda: asking_both(weighed(OPEN, 3, TAUGHT)),
    "round_form": lambda: RoundForm.modal(PROGRAM, person(1), dict.fromkeys(RoundAnswer, 0), NOON),
    "round_form_again": lambda: RoundForm.modal(ASKING, person(1), ANSWERS, NOON),
    "which_program_to_ask": lambda: round_views.which_program_to_ask([PROGRAM, EQUAL]),
    "asking_who_is_in": lambda: round_views.asking(PROGRAM, 12),
    "still_in": lambda: round_views.still_in(ASKING, asked(RoundAnswer.ASKED)),
    "in_this_round": lambda: round_views.answered(ASKING, asked(RoundAnswer.IN)),
    "skips_this_round": lambda: round_views.answered(ASKING, asked(RoundAnswer.SKIPS)),
    "match_day": lambda: round_views.match_day(ASKING, ANSWERS),
    "published": lambda: review_views.published(PROGRAM, [("U0", "U1000")]),
}
