"""How a lead pairs two people directly: whom, then what speaks for and against it, then both are asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.answers import Message, Tell
from bot.core.blocks import Block, Part, bold, bullets, italic, paragraph, small, who
from bot.core.calls import DIGITS
from bot.core.submissions import Submission
from bot.enrolment.model import Role
from bot.matching.review.forms import person_choice, somebody
from bot.matching.review.pairing import Weighed
from bot.matching.told import FEW_OFFERS, told_reasons
from bot.programs.model import Program
from bot.programs.rules.lifecycle import LABELS, ProgramState
from bot.programs.wording import wording


@dataclass(frozen=True)
class PairForm:
    """Whom to pair, mentor first, by their Slack ids."""

    program_id: int
    couple: tuple[str, str]

    callback_id: ClassVar[str] = "pair_two"

    @classmethod
    def modal(cls, programs: Sequence[Program], free: Mapping[Role, Sequence[str]]) -> dict[str, Any]:
        """One program, or several to choose from; `free` are who can be chosen on either side, if they are few."""
        choices = [(str(program.id), program.name) for program in programs]
        words = wording(programs[0]) if len(programs) == 1 else None
        where: list[Part] = ["In ", bold(programs[0].name), ". "] if words else []
        blocks: list[Block] = [
            paragraph(
                *where, "The rules of the program hold here too. You see how well they fit before anybody is asked."
            ),
            *([] if words else [forms.select("program", "In which program?", choices)]),
            person_choice("mentor", f"Who teaches? ({words.junior})" if words else "Who teaches?", free[Role.MENTOR]),
            person_choice("mentee", f"Who learns? ({words.senior})" if words else "Who learns?", free[Role.MENTEE]),
        ]
        about = {"program": programs[0].id} if words else {}
        return forms.modal(cls.callback_id, "Pair two people", blocks, submit="Next", about=about)

    @classmethod
    def read(cls, submission: Submission) -> Self:
        chosen = str(submission.about.get("program") or submission.choice("program"))
        couple = somebody(submission, "mentor"), somebody(submission, "mentee")
        if not chosen.isascii() or not chosen.isdigit() or len(chosen) > DIGITS:
            submission.errors.setdefault("program", "Please choose one.")
        submission.check()
        return cls(int(chosen), couple)


@dataclass(frozen=True)
class AskBothForm:
    """Nothing to fill in: what would be asked, to be confirmed."""

    program_id: int
    couple: tuple[str, str]

    callback_id: ClassVar[str] = "ask_both"

    @classmethod
    def modal(cls, weighed: Weighed) -> dict[str, Any]:
        couple = weighed.mentor.slack_id, weighed.mentee.slack_id
        blocks: list[Block] = [
            paragraph(
                who(couple[0]),
                " for ",
                who(couple[1]),
                f": fits {weighed.judged.score} of 100. ",
                italic(told_reasons(weighed.judged.reasons, weighed.offers)),
            ),
            *_price(weighed),
            paragraph(
                "Both are asked, alone, and have five working days to accept, or to decline quietly. Once both accept "
                "I introduce them.",
                *_stays(weighed.program),
            ),
        ]
        about = {"program": weighed.program.id, "couple": couple}
        return forms.modal(cls.callback_id, "Ask these two?", blocks, submit="Ask both", about=about)

    @classmethod
    def read(cls, submission: Submission) -> Self:
        mentor, mentee = submission.about["couple"]
        return cls(int(submission.about["program"]), (str(mentor), str(mentee)))


def _stays(program: Program) -> list[Part]:
    if program.state is ProgramState.RUNNING:
        return []
    return [f" {program.name} stays {LABELS[program.state]}."]


def _price(weighed: Weighed) -> list[Block]:
    lacks = _lacks(weighed)
    if not lacks:
        return []
    return [
        paragraph("What speaks against it:"),
        bullets(*lacks),
        small("These are things that the program prefers, not rules. You may know better."),
    ]


def _lacks(weighed: Weighed) -> list[Sequence[Part]]:
    """Each preference of which less than half came true; what is not known counts half, and stands against nobody.

    As in `told_reasons`, nothing of wishes where somebody offers so little that it would say which wish it is.
    """
    mentor, mentee = who(weighed.mentor.slack_id), who(weighed.mentee.slack_id)
    judged = weighed.judged
    may_tell = {
        "skills": len(judged.mentor.offers) > FEW_OFFERS,
        "rare": len(judged.mentor.offers) > FEW_OFFERS,
        "returned": len(judged.mentee.offers) > FEW_OFFERS,
    }
    parts = judged.reasons["parts"]
    return [
        lack(mentor, mentee, judged.reasons)
        for name, lack in LACKS.items()
        if parts[name] < judged.most[name] // 2 and may_tell.get(name, True)
    ]


def _how_much(covered: Sequence[Any]) -> str:
    return "little" if covered else "nothing"


def _hours(hours: float) -> str:
    if not hours:
        return "They are never at work at the same time"
    return f"They are at work at the same time for only {hours:g} {'hour' if hours == 1 else 'hours'} a day"


LACKS: Mapping[str, Callable[[Part, Part, Mapping[str, Any]], Sequence[Part]]] = {
    "skills": lambda mentor, mentee, why: [mentor, f" teaches {_how_much(why['wishes'])} that ", mentee, " wishes for"],
    "returned": lambda mentor, mentee, why: [
        *(mentee, f" teaches {_how_much(why['returned'])} that "),
        *(mentor, " would like to learn in return"),
    ],
    "hours": lambda _mentor, _mentee, why: [_hours(why["hours"])],
    "departments": lambda *_: ["They are in the same department"],
    "levels": lambda *_: ["They are not far apart in level"],
    "location": lambda *_: ["Their locations are not as the program prefers"],
    "tongues": lambda *_: ["Their languages are not as the program prefers"],
    "rare": lambda mentor, _mentee, _why: [mentor, " teaches what few can, and others asked for that"],
}


def asking_both(weighed: Weighed) -> Tell:
    return Tell(
        Message(
            [
                paragraph(
                    "I am asking ",
                    who(weighed.mentor.slack_id),
                    " and ",
                    who(weighed.mentee.slack_id),
                    " now, alone, whether they would like to be a pair in ",
                    bold(weighed.program.name),
                    ". They have five working days; once both accept I introduce them. Who declines stays between them "
                    "and me.",
                    *_stays(weighed.program),
                )
            ]
        )
    )
