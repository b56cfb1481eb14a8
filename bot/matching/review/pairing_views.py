"""How a lead pairs two people directly: whom, then what speaks for and against it, then both are asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.answers import Message, Tell
from bot.core.blocks import Block, Part, bold, bullets, italic, paragraph, small, who
from bot.core.calls import DIGITS
from bot.core.sentences import Text, _, ngettext, pgettext, say, together
from bot.core.submissions import Submission
from bot.enrolment.model import Role
from bot.matching.review.forms import WHO_LEARNS, WHO_TEACHES, person_choice, somebody
from bot.matching.review.pairing import Weighed
from bot.matching.told import FEW_OFFERS, FITS, several, told_reasons
from bot.programs.model import Program
from bot.programs.rules.lifecycle import ProgramState
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
        rules = _("The program's rules hold here too. You'll see how well they fit before anybody is asked.")
        blocks: list[Block] = [
            paragraph(together(say(_("In {program}."), program=bold(programs[0].name)) if words else "", rules)),
            *([] if words else [forms.select("program", _("In which program?"), choices)]),
            person_choice(
                "mentor", say(WHO_TEACHES, role=words.junior) if words else _("Who teaches?"), free[Role.MENTOR]
            ),
            person_choice(
                "mentee", say(WHO_LEARNS, role=words.senior) if words else _("Who learns?"), free[Role.MENTEE]
            ),
        ]
        about = {"program": programs[0].id} if words else {}
        title = pgettext("the title of a form, 24 characters at most", "Pair two people")
        return forms.modal(
            cls.callback_id, title, blocks, submit=pgettext("a button: the next step", "Next"), about=about
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        chosen = str(submission.about.get("program") or submission.choice("program"))
        couple = somebody(submission, "mentor"), somebody(submission, "mentee")
        if not chosen.isascii() or not chosen.isdigit() or len(chosen) > DIGITS:
            submission.errors.setdefault("program", _("Please choose one."))
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
        fits = say(
            FITS,
            mentor=who(couple[0]),
            mentee=who(couple[1]),
            score=weighed.judged.score,
            reasons=italic(told_reasons(weighed.judged.reasons, weighed.offers)),
        )
        asks = _(
            "I'll ask both, in private. They have five working days to accept, or to decline quietly. Once both "
            "accept, I'll introduce them."
        )
        blocks: list[Block] = [
            paragraph(fits),
            *_price(weighed),
            paragraph(together(asks, _stays(weighed.program))),
        ]
        about = {"program": weighed.program.id, "couple": couple}
        title = pgettext("the title of a form, 24 characters at most", "Ask these two?")
        return forms.modal(cls.callback_id, title, blocks, submit=_("Ask both"), about=about)

    @classmethod
    def read(cls, submission: Submission) -> Self:
        mentor, mentee = submission.about["couple"]
        return cls(int(submission.about["program"]), (str(mentor), str(mentee)))


# One pair by hand changes nothing for the program.
STAYS = {
    ProgramState.OPEN: _("Sign-up for {program} stays open."),
    ProgramState.MATCHING: _("Sign-up for {program} stays paused."),
}


def _stays(program: Program) -> str:
    return say(STAYS[program.state], program=program.name) if program.state in STAYS else ""


def _price(weighed: Weighed) -> list[Block]:
    lacks = _lacks(weighed)
    if not lacks:
        return []
    return [
        paragraph(_("What speaks against it:")),
        bullets(*lacks),
        small(_("The program prefers these things, and doesn't demand them. You may know better.")),
    ]


def _lacks(weighed: Weighed) -> list[Part]:
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


def _skills(mentor: Part, mentee: Part, why: Mapping[str, Any]) -> Part:
    if why["wishes"]:
        return say(_("{mentor} teaches little that {mentee} wishes for."), mentor=[mentor], mentee=[mentee])
    return say(_("{mentor} teaches nothing that {mentee} wishes for."), mentor=[mentor], mentee=[mentee])


def _returned(mentor: Part, mentee: Part, why: Mapping[str, Any]) -> Part:
    if why["returned"]:
        said = _("{mentee} teaches little that {mentor} would like to learn in return.")
    else:
        said = _("{mentee} teaches nothing that {mentor} would like to learn in return.")
    return say(said, mentor=[mentor], mentee=[mentee])


def _hours(hours: float) -> Text:
    if not hours:
        return _("They're never at work at the same time.")
    said = ngettext(
        "They're at work at the same time for only {hours} hour a day.",
        "They're at work at the same time for only {hours} hours a day.",
        several(hours),
    )
    return say(said, hours=hours)


LACKS: Mapping[str, Callable[[Part, Part, Mapping[str, Any]], Part]] = {
    "skills": _skills,
    "returned": _returned,
    "hours": lambda _mentor, _mentee, why: _hours(why["hours"]),
    "departments": lambda *_two: _("They're in the same department."),
    "levels": lambda *_two: _("They're not far apart in level."),
    "location": lambda *_two: _("Their locations are not as the program prefers."),
    "tongues": lambda *_two: _("Their languages are not as the program prefers."),
    "rare": lambda mentor, _mentee, _why: say(
        _("{mentor} teaches what few can, and others asked for that."), mentor=[mentor]
    ),
}


def asking_both(weighed: Weighed) -> Tell:
    asks = say(
        _(
            "I'm asking {mentor} and {mentee} now, in private, whether they'd like to be a pair in {program}. They "
            "have five working days. Once both accept, I'll introduce them. Who declines stays between them and me."
        ),
        mentor=who(weighed.mentor.slack_id),
        mentee=who(weighed.mentee.slack_id),
        program=bold(weighed.program.name),
    )
    return Tell(Message([paragraph(together(asks, _stays(weighed.program)))]))
