"""The forms with which a lead changes proposals by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import Block, paragraph, who
from bot.core.submissions import Submission
from bot.matching.pages import Spot
from bot.programs.model import Program
from bot.programs.wording import wording

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
        cls, spot: Spot, place: Place, couple: tuple[str, str], other: str = "", notice: str = ""
    ) -> dict[str, Any]:
        """`couple` are the Slack ids of the two who are proposed; with a `notice` the next press counts."""
        mentor, mentee = couple
        blocks: list[Block] = [
            *_noticed(notice),
            paragraph(who(mentor), " is proposed for ", who(mentee), ". In a swap, two pairs exchange partners."),
            forms.person_select(
                "other",
                "Who shall learn instead?",
                initial=other,
                hint="Somebody who learns in another of the proposed pairs.",
            ),
        ]
        about = _about(spot, place) | {"couple": couple, "doubted": [other] if notice else []}
        return forms.modal(cls.callback_id, "Swap partners", blocks, submit="Swap", about=about)

    @classmethod
    def read(cls, submission: Submission) -> Self:
        other = _somebody(submission, "other")
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
        cls, program: Program, spot: Spot, place: Place, couple: tuple[str, str] = ("", ""), notice: str = ""
    ) -> dict[str, Any]:
        words = wording(program)
        blocks: list[Block] = [
            *_noticed(notice),
            paragraph(
                "The rules of the program hold here too. Whoever is in another of the proposed pairs leaves it, "
                "unless they have a place free."
            ),
            forms.person_select("mentor", f"Who teaches? ({words.junior})", initial=couple[0]),
            forms.person_select("mentee", f"Who learns? ({words.senior})", initial=couple[1]),
        ]
        about = _about(spot, place) | {"doubted": couple if notice else []}
        return forms.modal(cls.callback_id, "Pair two by hand", blocks, submit="Pair", about=about)

    @classmethod
    def read(cls, submission: Submission) -> Self:
        couple = _somebody(submission, "mentor"), _somebody(submission, "mentee")
        submission.check()
        return cls(*_opened(submission.about), couple, submission.about["doubted"] == list(couple))


def _somebody(submission: Submission, field: str) -> str:
    chosen = submission.person(field)
    if not chosen:
        submission.errors[field] = "Please choose somebody."
    return chosen or ""


def _noticed(notice: str) -> list[Block]:
    return [paragraph(notice)] if notice else []


def _about(spot: Spot, place: Place) -> dict[str, Any]:
    return {"spot": spot.value, "place": place}


def _opened(about: Mapping[str, Any]) -> tuple[Spot, Place]:
    channel, ts = about["place"]
    return Spot.read(str(about["spot"])), (str(channel), str(ts))
