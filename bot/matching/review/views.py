"""The proposals as a lead goes through them, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.core.answers import Message
from bot.core.blocks import Block, Part, bold, button, buttons, heading, italic, paragraph, plain, small, who
from bot.core.sentences import Text, _, all_of, ngettext, pgettext, say, together
from bot.matching.model import ProposalState
from bot.matching.review.pages import Forbiddance, Proposed, Review, WaitingPage
from bot.matching.search.judging import Price
from bot.matching.search.views import SHOWN, no_proposals, what_ifs, why_alone
from bot.matching.spots import Order, Spot
from bot.matching.told import FITS, told_reasons
from bot.programs.model import Program
from bot.programs.rules.weights import told_weights
from bot.programs.wording import wording

# The action ids of whatever shows a page: Slack wants each once in a block.
PAGES = ("show_proposals", "sort_proposals", "proposals_before", "proposals_after", "back_to_proposals")
WAITING_PAGES = ("show_waiting", "waiting_before", "waiting_after")

ORDERS = {
    Order.BEST: _("Best fits first"),
    Order.LEAST: _("Weakest fits first"),
    Order.DEPARTMENT: _("By department of whoever learns"),
}
FORBID_FIRST = (
    _("Never match these two?"),
    _("This proposal goes, and I won't propose the two of them again in this program. You can allow it later."),
    _("Never match them"),
)
PUBLISH_FIRST = (
    _("Publish these pairs?"),
    _(
        "I'll ask both sides of each pair, in private. They have five working days. Once both accept, I'll introduce "
        "them. From now on the program is running."
    ),
    _("Publish"),
)
COUPLE = _("{mentor} → {mentee}")
MARKS = {ProposalState.PINNED: _("Pinned:"), ProposalState.LEFT_OUT: _("Skipped this time:")}


def review(found: Review, done: Sequence[Part] = ()) -> Message:
    """`done` says what its lead has just done in a form."""
    program, run = found.program, found.run
    if not found.total:
        return _nothing(found)
    blocks: list[Block] = [
        *([paragraph(*done)] if done else []),
        heading(_proposed(program, found.total)),
        paragraph(together(*_proof(run.proof))),
        *_counted(run.proof),
    ]
    if found.total > 1:
        blocks.append(buttons(_orders(found.spot)))
    for one in found.shown:
        blocks += [paragraph(_proposal(one)), buttons(*_choices(one, replace(found.spot, id=one.proposal.id)))]
    blocks += _turns(found.spot, found.pages, "proposals")
    blocks += _left_over(found)
    return Message([*blocks, buttons(*_deeds(found))])


def _nothing(found: Review) -> Message:
    deeds = _deeds(found)
    if found.waiting > len(found.alone):
        deeds.append(_show_waiting(found))
    return Message([*no_proposals(found.program, found.run, found.alone), buttons(*deeds)])


def _proposed(program: Program, count: int) -> str:
    said = ngettext("{program}: {count} pair proposed", "{program}: {count} pairs proposed", count)
    return say(said, program=program.name)


def _proof(proof: Mapping[str, Any]) -> list[Text]:
    """Says no more than was proven: nothing of what a lead changed since, and nothing of pinned pairs."""
    nobody = _("Nobody has been told yet.")
    if proof.get("changed"):
        said = _("You've changed pairs by hand. Rematch finds the best pairs for everybody else, around your pins.")
        return [said, nobody]
    if proof.get("pinned"):
        best, weakest = _("These are the best possible pairs under your rules, around your pins."), ""
    else:
        best = _("These are the best possible pairs under your rules.")
        weakest = say(_("The weakest fit is {floor} of 100."), floor=proof.get("floor", 0))
    return [best, _checked(proof.get("allowed")), weakest, nobody]


def _checked(allowed: int | None) -> Text:
    if not allowed:
        return _("I checked all combinations.")
    return ngettext("I checked the only combination there is.", "I checked all {count} combinations.", allowed)


def _counted(proof: Mapping[str, Any]) -> list[Block]:
    """Every weight is named where its scores are read."""
    if not (counted := proof.get("counted")):
        return []
    return [small(say(_("Weights (of 100): {weights}."), weights=told_weights(counted)))]


def _orders(spot: Spot) -> dict[str, Any]:
    options = {order: {"text": plain(label), "value": Spot(spot.id, order, 1).value} for order, label in ORDERS.items()}
    return {
        "type": "static_select",
        "action_id": "sort_proposals",
        "options": list(options.values()),
        "initial_option": options[spot.order],
    }


def _proposal(one: Proposed) -> Part:
    fits = say(
        FITS,
        mentor=who(one.mentor.slack_id),
        mentee=who(one.mentee.slack_id),
        score=one.proposal.score,
        reasons=italic(told_reasons(one.proposal.reasons, one.offers)),
    )
    mark = MARKS.get(one.proposal.state)
    return together(bold(mark), fits) if mark else fits


def _choices(one: Proposed, spot: Spot) -> list[dict[str, Any]]:
    never = button(_("Never match"), "forbid_couple", spot.value, ask_first=FORBID_FIRST)
    if one.proposal.state is ProposalState.LEFT_OUT:
        return [button(_("Put back"), "put_back", spot.value), never]
    if one.proposal.state is ProposalState.PINNED:
        pin = button(_("Unpin"), "unpin", spot.value)
    else:
        pin = button(_("Pin"), "pin", spot.value)
    return [
        pin,
        button(_("Swap"), "begin_swap", spot.value),
        button(_("Skip this time"), "leave_out", spot.value),
        never,
    ]


def _turns(spot: Spot, pages: int, what: str) -> list[Block]:
    turns = []
    if spot.page > 1:
        turns.append(button(_("Previous"), f"{what}_before", replace(spot, page=spot.page - 1).value))
    if spot.page < pages:
        turns.append(
            button(
                pgettext("a button: the next page", "Next"), f"{what}_after", replace(spot, page=spot.page + 1).value
            )
        )
    page = say(_("Page {page} of {pages}."), page=spot.page, pages=pages)
    return [buttons(*turns), small(page)] if turns else []


def _left_over(found: Review) -> list[Block]:
    words, run = wording(found.program), found.run
    left: list[Part] = []
    if run.unmatched_mentors:
        left.append(words.count_juniors(run.unmatched_mentors))
    if run.unmatched_mentees:
        left.append(words.count_seniors(run.unmatched_mentees))
    if not left:
        return []
    waits = _("Still without a partner: {people}. They stay in, and I'll look for somebody for them next time.")
    said = paragraph(say(waits, people=all_of(left)))
    if not found.waiting:
        return [said]
    return [said, buttons(_show_waiting(found))]


def _show_waiting(found: Review) -> dict[str, Any]:
    label = say(_("Show who's waiting ({count})"), count=found.waiting)
    return button(label, "show_waiting", replace(found.spot, page=1).value)


def _deeds(found: Review) -> list[dict[str, Any]]:
    run = found.run
    publish = button(_publish(found), "publish_proposals", run.id, style="primary", ask_first=PUBLISH_FIRST)
    never = say(_("Never matched ({count})"), count=found.forbidden)
    return [
        *([publish] if found.to_publish else []),
        button(_("Rematch"), "match_again", found.program.id),
        button(_("Pair two by hand"), "begin_couple", found.spot.value),
        button(_("Ask who's still in"), "begin_round", found.program.id),
        button(_("Matching weights"), "edit_weights", found.program.id),
        *([button(never, "show_forbidden", found.spot.value)] if found.forbidden else []),
    ]


def _publish(found: Review) -> str:
    if found.to_publish == found.total:
        return say(ngettext("Publish {count} pair", "Publish {count} pairs", found.total))
    some = ngettext("Publish {some} of {count} pair", "Publish {some} of {count} pairs", found.total)
    return say(some, some=found.to_publish)


def waiting(found: WaitingPage) -> Message:
    """Those without a partner, each with the reason, and what the rules cost."""
    people = ngettext("{program}: {count} person is waiting", "{program}: {count} people are waiting", found.total)
    return Message(
        [
            heading(say(people, program=found.program.name)),
            *why_alone(found.program, found.shown),
            *_turns(found.spot, found.pages, "waiting"),
            *what_ifs(found.run),
            buttons(_back(found.spot)),
        ]
    )


def _back(spot: Spot) -> dict[str, Any]:
    return button(_("Back to the proposals"), "back_to_proposals", replace(spot, page=1).value)


def forbidden(found: Forbiddance) -> Message:
    blocks: list[Block] = [
        heading(say(_("{program}: never matched"), program=found.program.name)),
        paragraph(_("A lead of this program never wants these two as a pair. You can allow it again.")),
    ]
    for mentor, mentee in found.shown:
        blocks += [
            paragraph(_couple(mentor.slack_id, mentee.slack_id)),
            buttons(button(_("Allow again"), "allow_couple", f"{found.spot.id}.{mentor.id}.{mentee.id}")),
        ]
    return Message([*blocks, *_more(found.total - len(found.shown)), buttons(_back(found.spot))])


def _couple(mentor: str, mentee: str) -> Part:
    return say(COUPLE, mentor=who(mentor), mentee=who(mentee))


def _more(count: int) -> list[Block]:
    return [small(ngettext("And {count} more.", "And {count} more.", count))] if count > 0 else []


def swapped(couple: tuple[str, str], other: str) -> list[Part]:
    said = _(
        "Swapped: {mentor} is now with {other}, and {mentee} with {other}'s former partner. Nobody has been told yet."
    )
    return [say(said, mentor=who(couple[0]), mentee=who(couple[1]), other=who(other))]


def paired_by_hand(couple: tuple[str, str]) -> list[Part]:
    said = _("Done: {mentor} is now proposed for {mentee}. Nobody has been told yet.")
    return [say(said, mentor=who(couple[0]), mentee=who(couple[1]))]


def price_of_swap(price: Price) -> Part:
    """Of a swap after which the four fit less than before."""
    steps = [
        say(_("{before} → {after}"), before=was, after=will_be)
        for was, will_be in zip(price.before, price.after, strict=True)
    ]
    said = _("They'd fit less well: {steps}, {loss} less in all. To swap them anyway, press Swap again.")
    return say(said, steps=all_of(steps), loss=price.loss)


def price_by_hand(price: Price) -> Part:
    goes = ngettext(
        "The pair that fits {scores} of 100 would go, and their partners would be free again.",
        "{count} pairs that fit {scores} of 100 would go, and their partners would be free again.",
        len(price.before),
    )
    return together(
        say(_("These two fit {score} of 100."), score=price.after[0]),
        say(goes, scores=all_of([str(score) for score in price.before])),
        _("To pair them anyway, press Pair again."),
    )


def published(program: Program, couples: Sequence[tuple[str, str]]) -> Message:
    """Slack ids of mentors and mentees. Takes the place of the proposals, whose button has done its work."""
    title = ngettext("{program}: {count} pair published", "{program}: {count} pairs published", len(couples))
    asks = _(
        "I'm asking both sides of each pair now, in private. They have five working days. Once both accept, I'll "
        "introduce them. Who declines stays between them and me."
    )
    return Message(
        [
            heading(say(title, program=program.name)),
            paragraph(asks),
            *[paragraph(_couple(mentor, mentee)) for mentor, mentee in couples[:SHOWN]],
            *_more(len(couples) - SHOWN),
        ]
    )
