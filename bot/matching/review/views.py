"""The proposals as a lead goes through them, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.core.answers import Message
from bot.core.blocks import Block, Part, bold, button, buttons, heading, italic, listed, paragraph, plain, small, who
from bot.matching.model import ProposalState
from bot.matching.review.pages import Forbiddance, Proposed, Review, WaitingPage
from bot.matching.search.judging import Price
from bot.matching.search.views import SHOWN, no_proposals, what_ifs, why_alone
from bot.matching.spots import Order, Spot
from bot.matching.told import told_reasons
from bot.programs.model import Program
from bot.programs.rules.weights import told_weights
from bot.programs.wording import wording

# The action ids of whatever shows a page: Slack wants each once in a block.
PAGES = ("show_proposals", "sort_proposals", "proposals_before", "proposals_after", "back_to_proposals")
WAITING_PAGES = ("show_waiting", "waiting_before", "waiting_after")

ORDERS = {
    Order.BEST: "The best fits first",
    Order.LEAST: "The least happy pairs first",
    Order.DEPARTMENT: "By department of the one who learns",
}
FORBID_FIRST = (
    "Never pair these two?",
    "This proposal goes, and in this program I will not propose the two of them again. You can allow it later.",
    "Never pair them",
)
PUBLISH_FIRST = (
    "Publish these pairs?",
    "Both sides of each are asked, alone, and have five working days. Once both accept, I introduce them. The program "
    "is running from now on.",
    "Publish",
)


def review(found: Review, done: Sequence[Part] = ()) -> Message:
    """`done` says what its lead has just done in a form."""
    program, run = found.program, found.run
    if not found.total:
        return _nothing(found)
    blocks: list[Block] = [
        *([paragraph(*done)] if done else []),
        heading(f"{program.name}: {_pairs(found.total)} proposed"),
        paragraph(*_proof(run.proof)),
        *_counted(run.proof),
    ]
    if found.total > 1:
        blocks.append(buttons(_orders(found.spot)))
    for one in found.shown:
        blocks += [paragraph(*_proposal(one)), buttons(*_choices(one, replace(found.spot, id=one.proposal.id)))]
    blocks += _turns(found.spot, found.pages, "proposals")
    blocks += _left_over(found)
    return Message([*blocks, buttons(*_deeds(found))])


def _nothing(found: Review) -> Message:
    deeds = _deeds(found)
    if found.waiting > len(found.alone):
        deeds.append(_show_waiting(found))
    return Message([*no_proposals(found.program, found.run, found.alone), buttons(*deeds)])


def _pairs(count: int) -> str:
    return "1 pair" if count == 1 else f"{count:,} pairs"


def _proof(proof: Mapping[str, Any]) -> list[Part]:
    """Says no more than was proven: nothing of what a lead changed since, and nothing of pinned pairs."""
    if proof.get("changed"):
        return [
            "You have changed pairs by hand. “Work it out again” finds the best for everybody else, around what you "
            "pinned. Nobody has been told yet."
        ]
    looked = _all_of(proof.get("allowed"))
    least = f"The pair that fits least has {proof.get('floor', 0)} of 100. "
    if proof.get("pinned"):
        looked, least = f"{looked} around what you pinned", ""
    return [
        "No other set of pairs would match more people, or fit them better",
        f": I checked {looked}, and the sums prove it. {least}",
        "Nobody has been told yet.",
    ]


def _all_of(allowed: int | None) -> str:
    if not allowed:
        return "all pairs"
    return "the only pair that your rules allow" if allowed == 1 else f"all {allowed:,} pairs that your rules allow"


def _counted(proof: Mapping[str, Any]) -> list[Block]:
    """Every weight is named where its scores are read."""
    if not (counted := proof.get("counted")):
        return []
    return [small(f"What counted, of 100 points: {told_weights(counted)}.")]


def _orders(spot: Spot) -> dict[str, Any]:
    options = {order: {"text": plain(label), "value": Spot(spot.id, order, 1).value} for order, label in ORDERS.items()}
    return {
        "type": "static_select",
        "action_id": "sort_proposals",
        "options": list(options.values()),
        "initial_option": options[spot.order],
    }


def _proposal(one: Proposed) -> list[Part]:
    marks: dict[ProposalState, list[Part]] = {
        ProposalState.PROPOSED: [],
        ProposalState.PINNED: [bold("Pinned: ")],
        ProposalState.LEFT_OUT: [bold("Left out: ")],
    }
    return [
        *marks[one.proposal.state],
        who(one.mentor.slack_id),
        " for ",
        who(one.mentee.slack_id),
        f": fits {one.proposal.score} of 100. ",
        italic(told_reasons(one.proposal.reasons, one.offers)),
    ]


def _choices(one: Proposed, spot: Spot) -> list[dict[str, Any]]:
    never = button("Never", "forbid_couple", spot.value, ask_first=FORBID_FIRST)
    if one.proposal.state is ProposalState.LEFT_OUT:
        return [button("Put back", "put_back", spot.value), never]
    pin = {True: ("Unpin", "unpin"), False: ("Pin", "pin")}[one.proposal.state is ProposalState.PINNED]
    return [
        button(*pin, spot.value),
        button("Swap", "begin_swap", spot.value),
        button("Leave out", "leave_out", spot.value),
        never,
    ]


def _turns(spot: Spot, pages: int, what: str) -> list[Block]:
    turns = []
    if spot.page > 1:
        turns.append(button("Previous", f"{what}_before", replace(spot, page=spot.page - 1).value))
    if spot.page < pages:
        turns.append(button("Next", f"{what}_after", replace(spot, page=spot.page + 1).value))
    return [buttons(*turns), small(f"Page {spot.page} of {pages}.")] if turns else []


def _left_over(found: Review) -> list[Block]:
    words, run = wording(found.program), found.run
    left: list[Part] = []
    if run.unmatched_mentors:
        left.append(words.count_juniors(run.unmatched_mentors))
    if run.unmatched_mentees:
        left.append(words.count_seniors(run.unmatched_mentees))
    if not left:
        return []
    said = paragraph(*listed(left), " would still be waiting for a partner: they stay in, and are looked at next time.")
    if not found.waiting:
        return [said]
    return [said, buttons(_show_waiting(found))]


def _show_waiting(found: Review) -> dict[str, Any]:
    label = "Show the one who waits" if found.waiting == 1 else f"Show the {found.waiting:,} who wait"
    return button(label, "show_waiting", replace(found.spot, page=1).value)


def _deeds(found: Review) -> list[dict[str, Any]]:
    run, all_of_them = found.run, _pairs(found.total)
    some = f"{found.to_publish:,} of {all_of_them}"
    label = f"Publish {all_of_them if found.to_publish == found.total else some}"
    publish = [button(label, "publish_proposals", run.id, style="primary", ask_first=PUBLISH_FIRST)]
    return [
        *(publish if found.to_publish else []),
        button("Work it out again", "match_again", found.program.id),
        button("Pair two by hand", "begin_couple", found.spot.value),
        button("Ask who is still in", "begin_round", found.program.id),
        button("What counts", "edit_weights", found.program.id),
        *([button(f"Never paired ({found.forbidden:,})", "show_forbidden", found.spot.value)] * bool(found.forbidden)),
    ]


def waiting(found: WaitingPage) -> Message:
    """Those without a partner, each with the reason, and what the rules cost."""
    people = "1 person is waiting" if found.total == 1 else f"{found.total:,} people are waiting"
    return Message(
        [
            heading(f"{found.program.name}: {people}"),
            *why_alone(found.program, found.shown),
            *_turns(found.spot, found.pages, "waiting"),
            *what_ifs(found.run),
            buttons(_back(found.spot)),
        ]
    )


def _back(spot: Spot) -> dict[str, Any]:
    return button("Back to the proposals", "back_to_proposals", replace(spot, page=1).value)


def forbidden(found: Forbiddance) -> Message:
    blocks: list[Block] = [
        heading(f"{found.program.name}: never paired"),
        paragraph(
            "A lead of this program never wants these two as a pair. The next search may propose whom you allow."
        ),
    ]
    for mentor, mentee in found.shown:
        blocks += [
            paragraph(who(mentor.slack_id), " for ", who(mentee.slack_id)),
            buttons(button("Allow again", "allow_couple", f"{found.spot.id}.{mentor.id}.{mentee.id}")),
        ]
    if found.total > len(found.shown):
        blocks.append(small(f"And {found.total - len(found.shown):,} more."))
    return Message([*blocks, buttons(_back(found.spot))])


def swapped(couple: tuple[str, str], other: str) -> list[Part]:
    mentor, mentee = couple
    return ["Swapped: ", who(mentor), " is now proposed for ", who(other), ", and ", who(mentee), " for the other one."]


def paired_by_hand(couple: tuple[str, str]) -> list[Part]:
    return ["Done: ", who(couple[0]), " is now proposed for ", who(couple[1]), ". Nobody has been told yet."]


def price_of_swap(price: Price) -> str:
    """Of a swap after which the four fit less than before."""
    steps = " and ".join(f"{was} → {will_be}" for was, will_be in zip(price.before, price.after, strict=True))
    return f"They would fit less: {steps}, {price.loss} less in all. Press Swap again to do it all the same."


def price_by_hand(price: Price) -> str:
    goes = f"the pair that fits {price.before[0]}" if len(price.before) == 1 else f"two pairs that fit {_both(price)}"
    return (
        f"These two fit {price.after[0]} of 100. For them {goes} of 100 would go, and their partners would be free "
        "again. Press Pair again to do it all the same."
    )


def _both(price: Price) -> str:
    return " and ".join(str(score) for score in price.before)


def published(program: Program, couples: Sequence[tuple[str, str]]) -> Message:
    """Slack ids of mentors and mentees. Takes the place of the proposals, whose button has done its work."""
    blocks: list[Block] = [
        heading(f"{program.name}: {_pairs(len(couples))} published"),
        paragraph(
            "I am asking both sides of each now, alone. They have five working days; once both accept I introduce "
            "them. Who declines stays between them and me."
        ),
    ]
    blocks += [paragraph(who(mentor), " for ", who(mentee)) for mentor, mentee in couples[:SHOWN]]
    if len(couples) > SHOWN:
        blocks.append(small(f"And {len(couples) - SHOWN:,} more."))
    return Message(blocks)
