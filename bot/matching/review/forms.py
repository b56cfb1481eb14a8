"""The forms with which a lead changes proposals by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import Block, paragraph, who
from bot.core.submissions import Submission
from bot.enrolment.model import Role
from bot.matching.spots import Spot
from bot.programs.model import Program
from bot.programs.wording import wording

RADIO_BUTTONS = 10

Place = tuple[str, str]  # channel and timestamp of the message that a form was opened from


@dataclass(frozen=True)
class SwapForm:
    """`spot` is that of a proposal, of the `couple`; `other` learns in another one. People go by their Slack ids.

    `confirmed` says that this very choice was doubted, and sent again.
    """

    spot: Spot
    place: Place
    couple: tuple[str, str]
    other: str
    confirmed: bool

    callback_id: ClassVar[str] = "swap_partners"

    @classmethod
    def modal(
        cls,
        spot: Spot,
        place: Place,
        couple: tuple[str, str],
        others: Sequence[str] = (),
        other: str = "",
        notice: str = "",
    ) -> dict[str, Any]:
        """`couple` are the Slack ids of the two who are proposed; with a `notice` the next press counts.

        `others` are all who can be chosen, if they are few.
        """
        mentor, mentee = couple
        blocks: list[Block] = [
            *_noticed(notice),
            paragraph(who(mentor), " is proposed for ", who(mentee), ". In a swap, two pairs exchange partners."),
            person_choice(
                "other", "Who learns instead?", others, other, hint="Somebody who learns in another proposed pair."
            ),
        ]
        about = _about(spot, place) | {"couple": couple, "doubted": [other] if notice else []}
        return forms.modal(cls.callback_id, "Swap partners", blocks, submit="Swap", about=about)

    @classmethod
    def read(cls, submission: Submission) -> Self:
        other = somebody(submission, "other")
        submission.check()
        mentor, mentee = submission.about["couple"]
        confirmed = submission.about["doubted"] == [other]
        return cls(*_opened(submission.about), (str(mentor), str(mentee)), other, confirmed)


@dataclass(frozen=True)
class CoupleForm:
    """Two people to be paired, mentor first, by their Slack ids; `spot` is that of a run. `confirmed` as above."""

    spot: Spot
    place: Place
    couple: tuple[str, str]
    confirmed: bool

    callback_id: ClassVar[str] = "pair_by_hand"

    @classmethod
    def modal(
        cls,
        program: Program,
        spot: Spot,
        place: Place,
        free: Mapping[Role, Sequence[str]],
        couple: tuple[str, str] = ("", ""),
        notice: str = "",
    ) -> dict[str, Any]:
        """`free` are those who can be chosen on either side, if they are few."""
        words = wording(program)
        blocks: list[Block] = [
            *_noticed(notice),
            paragraph(
                "The rules of the program hold here too. Whoever is in another of the proposed pairs leaves it, "
                "unless they have a place free."
            ),
            person_choice("mentor", f"Who teaches? ({words.junior})", free[Role.MENTOR], couple[0]),
            person_choice("mentee", f"Who learns? ({words.senior})", free[Role.MENTEE], couple[1]),
        ]
        about = _about(spot, place) | {"doubted": couple if notice else []}
        return forms.modal(cls.callback_id, "Pair two by hand", blocks, submit="Pair", about=about)

    @classmethod
    def read(cls, submission: Submission) -> Self:
        couple = somebody(submission, "mentor"), somebody(submission, "mentee")
        submission.check()
        return cls(*_opened(submission.about), couple, submission.about["doubted"] == list(couple))


def person_choice(field: str, label: str, people: Sequence[str], initial: str = "", hint: str = "") -> Block:
    """One of a few, by their Slack ids, or of everybody where they are too many, or none is known.

    Slack's menu of people takes no filter, and the bot keeps no names for a menu of its own; radio buttons, ten at
    most, show a mention (of options only theirs and those of checkboxes may be markup: node-slack-sdk 974).
    """
    if not people or len(people) > RADIO_BUTTONS:
        return forms.person_select(field, label, initial=initial, hint=hint)
    block = forms.radio(field, label, [(one, one) for one in people], initial=initial, hint=hint)
    for option in block["element"]["options"]:
        option["text"] = {"type": "mrkdwn", "text": f"<@{option['value']}>", "verbatim": False}
    return block


def somebody(submission: Submission, field: str) -> str:
    chosen = submission.person(field) or submission.choice(field, missing="Please choose somebody.")
    if chosen:
        submission.errors.pop(field, None)
    return chosen


def _noticed(notice: str) -> list[Block]:
    return [paragraph(notice)] if notice else []


def _about(spot: Spot, place: Place) -> dict[str, Any]:
    return {"spot": spot.value, "place": place}


def _opened(about: Mapping[str, Any]) -> tuple[Spot, Place]:
    channel, ts = about["place"]
    return Spot.read(str(about["spot"])), (str(channel), str(ts))
