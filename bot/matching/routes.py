"""Matching: searches, what leads make of the proposals, rounds, and pairs by hand."""

from bot.core.routing import Routes, command, press, submit
from bot.core.sentences import _
from bot.core.timed_work import TimedWork
from bot.matching import jobs, listeners
from bot.matching.forms import CoupleForm, SwapForm
from bot.matching.pairing_views import AskBothForm, PairForm
from bot.matching.review_views import PAGES, WAITING_PAGES
from bot.matching.round_views import RoundForm
from bot.programs.rule_forms import RulesForm

ROUTES = Routes(
    "matching",
    [
        command("match", listeners.ask_for_match, label=_("Look for pairs"), also="matching matches"),
        press("match_program", listeners.ask_for_match_in),
        press("match_again", listeners.match_again),
        press("stop_search", listeners.stop_search, cards=["search"]),
        submit(RulesForm, listeners.submit_rules),
        press("begin_round", listeners.begin_round),
        submit(RoundForm, listeners.submit_round),
        *(press(answer, listeners.answer_round, cards=["still_in"]) for answer in listeners.ROUND_ANSWERS),
        *(press(page, listeners.show_page) for page in PAGES),
        *(press(page, listeners.show_waiting) for page in WAITING_PAGES),
        *(press(pressed, listeners.set_state) for pressed in listeners.PRESSED),
        press("show_forbidden", listeners.show_forbidden),
        press("forbid_couple", listeners.forbid_couple),
        press("allow_couple", listeners.allow_couple),
        press("begin_swap", listeners.begin_swap),
        submit(SwapForm, listeners.submit_swap),
        press("begin_couple", listeners.begin_couple),
        submit(CoupleForm, listeners.submit_couple),
        press("publish_proposals", listeners.publish_proposals, cards=["proposals_ready"]),
        command("pair", listeners.begin_pairing, label=_("Pair two people"), also="couple"),
        submit(PairForm, listeners.submit_pairing),
        submit(AskBothForm, listeners.ask_both),
    ],
    work=[TimedWork("solve runs", jobs.solve_asked_run)],
)
