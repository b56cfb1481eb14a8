"""Matching: searches, what leads make of the proposals, rounds, and pairs by hand."""

from bot.core.routing import Routes, command, press, submit
from bot.core.sentences import _
from bot.core.timed_work import TimedWork
from bot.matching.listeners import ask_for_match
from bot.matching.review import listeners as review
from bot.matching.review.forms import CoupleForm, SwapForm
from bot.matching.review.pairing_views import AskBothForm, PairForm
from bot.matching.review.views import PAGES, WAITING_PAGES
from bot.matching.rounds import listeners as rounds
from bot.matching.rounds.views import RoundForm
from bot.matching.search import listeners as search
from bot.matching.search.jobs import solve_asked_run
from bot.programs.rule_forms import RulesForm

ROUTES = Routes(
    "matching",
    [
        command("match", ask_for_match, label=_("Look for pairs"), also="matching matches"),
        press("match_program", search.ask_for_match_in),
        press("match_again", search.match_again),
        press("stop_search", search.stop_search, cards=["search"]),
        submit(RulesForm, search.submit_rules),
        press("begin_round", rounds.begin_round),
        submit(RoundForm, rounds.submit_round),
        *(press(answer, rounds.answer_round, cards=["still_in"]) for answer in rounds.ROUND_ANSWERS),
        *(press(page, review.show_page) for page in PAGES),
        *(press(page, review.show_waiting) for page in WAITING_PAGES),
        *(press(pressed, review.set_state) for pressed in review.PRESSED),
        press("show_forbidden", review.show_forbidden),
        press("forbid_couple", review.forbid_couple),
        press("allow_couple", review.allow_couple),
        press("begin_swap", review.begin_swap),
        submit(SwapForm, review.submit_swap),
        press("begin_couple", review.begin_couple),
        submit(CoupleForm, review.submit_couple),
        press("publish_proposals", review.publish_proposals, cards=["proposals_ready"]),
        command("pair", review.begin_pairing, label=_("Pair two people"), also="couple"),
        submit(PairForm, review.submit_pairing),
        submit(AskBothForm, review.ask_both),
    ],
    work=[TimedWork("solve runs", solve_asked_run)],
)
