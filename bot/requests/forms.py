"""The form with which somebody asks another to be a pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import Block, Part, bold, paragraph
from bot.core.calls import DIGITS
from bot.core.sentences import _, pgettext, say, together
from bot.core.submissions import Submission
from bot.enrolment.model import Enrolment, Role
from bot.programs.model import Program
from bot.programs.wording import wording

MESSAGE = 500  # characters
QUIETLY = _("I'll ask them quietly. They accept, or decline without giving a reason; nobody else hears of it.")


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
        blocks: list[Block] = [
            paragraph(together(_what_for(places), QUIETLY)),
            forms.person_select("whom", _("Who do you want to ask?"), initial=whom),
        ]
        about = {}
        if len(places) > 1:
            choices = [(str(program.id), program.name) for _place, program in places]
            blocks.append(forms.select("program", _("In which program?"), choices))
        else:
            about["program"] = places[0][1].id
        blocks.append(
            forms.text_input(
                "message",
                _("What would you like to learn together?"),
                lines=True,
                most=MESSAGE,
                optional=True,
                hint=_("Only they read it."),
            )
        )
        title = pgettext("the title of a form, 24 characters at most", "Ask someone")
        return forms.modal(cls.callback_id, title, blocks, submit=pgettext("a button", "Ask"), about=about)

    @classmethod
    def read(cls, submission: Submission) -> Self:
        whom = submission.person("whom")
        if not whom:
            submission.refuse("whom", _("Please choose someone."))
        program = str(submission.about.get("program") or submission.choice("program"))
        if not program.isascii() or not program.isdigit() or len(program) > DIGITS:
            submission.refuse("program", _("Please choose one."))
        message = submission.text("message", most=MESSAGE, required=False)
        submission.check()
        return cls(int(program), whom or "", message)


def _what_for(places: Sequence[tuple[Enrolment, Program]]) -> Part:
    if len(places) > 1:
        return _("Ask someone to be your partner.")
    ((enrolment, program),) = places
    words, name = wording(program), bold(program.name)
    if words.is_equal:
        return say(_("Ask someone if the two of you could be {both} in {program}."), both=words.both, program=name)
    if enrolment.role is Role.MENTOR:
        return say(_("Ask someone to be your mentee in {program}."), program=name)
    return say(_("Ask someone to be your mentor in {program}."), program=name)
