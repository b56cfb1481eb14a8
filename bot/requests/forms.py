"""The form with which somebody asks another to be a pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import Block, Part, bold, paragraph
from bot.core.calls import DIGITS
from bot.core.submissions import Submission
from bot.enrolment.model import Enrolment, Role
from bot.programs.model import Program
from bot.programs.wording import wording

MESSAGE = 500  # characters


@dataclass(frozen=True)
class RequestForm:
    """`whom` is a Slack id."""

    program_id: int
    whom: str
    message: str

    callback_id: ClassVar[str] = "ask_somebody"

    @classmethod
    def modal(cls, places: Sequence[tuple[Enrolment, Program]], whom: str = "") -> dict[str, Any]:
        """`places` are those from which the reader may ask."""
        blocks: list[Block] = [paragraph(*_what_for(places)), forms.person_select("whom", "Whom?", initial=whom)]
        about = {}
        if len(places) > 1:
            choices = [(str(program.id), program.name) for _, program in places]
            blocks.append(forms.select("program", "In which program?", choices))
        else:
            about["program"] = places[0][1].id
        blocks.append(
            forms.text_input(
                "message",
                "What would you like to learn together?",
                lines=True,
                most=MESSAGE,
                optional=True,
                hint="Only they read it.",
            )
        )
        return forms.modal(cls.callback_id, "Ask somebody", blocks, submit="Ask", about=about)

    @classmethod
    def read(cls, submission: Submission) -> Self:
        whom = submission.person("whom")
        if not whom:
            submission.errors["whom"] = "Please choose somebody."
        program = str(submission.about.get("program") or submission.choice("program"))
        if not program.isascii() or not program.isdigit() or len(program) > DIGITS:
            submission.errors.setdefault("program", "Please choose one.")
        message = submission.text("message", most=MESSAGE, required=False)
        submission.check()
        return cls(int(program), whom or "", message)


def _what_for(places: Sequence[tuple[Enrolment, Program]]) -> list[Part]:
    quietly = " I ask them quietly. They accept, or decline without giving a reason; nobody else hears of it."
    if len(places) > 1:
        return ["Ask somebody to be a pair with you.", quietly]
    ((enrolment, program),) = places
    words = wording(program)
    if words.is_equal:
        return [f"Ask somebody to be {_a(words.mentor)} of yours in ", bold(program.name), ".", quietly]
    word = words.mentee if enrolment.role is Role.MENTOR else words.mentor
    return [f"Ask somebody to be your {word} in ", bold(program.name), ".", quietly]


def _a(word: str) -> str:
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"
