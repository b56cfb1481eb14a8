"""The forms with which a lead changes proposals by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import Block, paragraph, who
from bot.core.sentences import Part, Text, _, pgettext, say
from bot.core.submissions import Submission
from bot.enrolment.model import Role
from bot.matching.spots import Spot
from bot.programs.model import Program
from bot.programs.wording import wording

RADIO_BUTTONS = 10
WHO_TEACHES, WHO_LEARNS = _("Who teaches? ({role})"), _("Who learns? ({role})")

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
        notice: Part = "",
    ) -> dict[str, Any]:
        """`couple` are the Slack ids of the two who are proposed; with a `notice` the next press counts.

        `others` are all who can be chosen, if they are few.
        """
        said = _("{mentor} is proposed for {mentee}. In a swap, two pairs exchange partners.")
        hint = _("Somebody who learns in another proposed pair.")
        blocks: list[Block] = [
            *_noticed(notice),
            paragraph(say(said, mentor=who(couple[0]), mentee=who(couple[1]))),
            person_choice("other", _("Who learns instead?"), others, other, hint=hint),
        ]
        about = _about(spot, place) | {"couple": couple, "doubted": [other] if notice else []}
        title = pgettext("the title of a form, 24 characters at most", "Swap partners")
        return forms.modal(cls.callback_id, title, blocks, submit=_("Swap"), about=about)

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
        notice: Part = "",
    ) -> dict[str, Any]:
        """`free` are those who can be chosen on either side, if they are few."""
        words = wording(program)
        blocks: list[Block] = [
            *_noticed(notice),
            paragraph(
                _(
                    "The program's rules hold here too. Whoever is in another proposed pair leaves it, unless they "
                    "have a free place."
                )
            ),
            person_choice("mentor", say(WHO_TEACHES, role=words.junior), free[Role.MENTOR], couple[0]),
            person_choice("mentee", say(WHO_LEARNS, role=words.senior), free[Role.MENTEE], couple[1]),
        ]
        about = _about(spot, place) | {"doubted": couple if notice else []}
        title = pgettext("the title of a form, 24 characters at most", "Pair two by hand")
        return forms.modal(cls.callback_id, title, blocks, submit=pgettext("a button", "Pair"), about=about)

    @classmethod
    def read(cls, submission: Submission) -> Self:
        couple = somebody(submission, "mentor"), somebody(submission, "mentee")
        submission.check()
        return cls(*_opened(submission.about), couple, submission.about["doubted"] == list(couple))


def person_choice(field: str, label: Text, people: Sequence[str], initial: str = "", hint: Text = "") -> Block:
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
    chosen = submission.person(field) or submission.choice(field, missing=_("Please choose somebody."))
    if chosen:
        submission.errors.pop(field, None)
    return chosen


def _noticed(notice: Part) -> list[Block]:
    return [paragraph(notice)] if notice else []


def _about(spot: Spot, place: Place) -> dict[str, Any]:
    return {"spot": spot.value, "place": place}


def _opened(about: Mapping[str, Any]) -> tuple[Spot, Place]:
    channel, ts = about["place"]
    return Spot.read(str(about["spot"])), (str(channel), str(ts))
