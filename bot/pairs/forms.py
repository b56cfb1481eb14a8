"""The forms with which somebody takes a break, or leaves: each says first what will happen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import Block, bold, bullets, paragraph, small, who
from bot.core.sentences import Part, _, all_of, ngettext, pgettext, say
from bot.core.submissions import Submission
from bot.enrolment.model import Enrolment, EnrolmentState
from bot.pairs.queries import PairUp
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.rules.lifecycle import PLANNING

USUAL_BREAK = timedelta(days=14)


@dataclass(frozen=True)
class BreakForm:
    until: date

    callback_id: ClassVar[str] = "take_break"

    @classmethod
    def modal(cls, person: Person, pairs: Sequence[PairUp], now: datetime) -> dict[str, Any]:
        until = person.paused_until or now + USUAL_BREAK
        day = until.astimezone(person.hours.zone).date().isoformat()
        meanwhile: list[Part] = [_("Nobody is matched with you, and I ask nothing of you.")]
        if pairs:
            partners = all_of([who(up.partner_of(person.id).slack_id) for up in pairs])
            told = _("I tell {partners} that you're on a break and until when, not why. Your pair stays.")
            meanwhile += [
                _("Sessions in that time are called off. The next one is planned for after it."),
                say(told, partners=partners),
            ]
        return forms.modal(
            cls.callback_id,
            pgettext("the title of a form, 24 characters at most", "Take a break"),
            [
                paragraph(_("A holiday, a busy month, time with a new child: take a break. In that time:")),
                bullets(*meanwhile),
                forms.date_input("until", _("First day back"), day, hint=_("It ends by itself on that morning.")),
            ],
            submit=_("Take a break"),
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        try:
            until = date.fromisoformat(submission.date("until"))
        except ValueError:
            submission.refuse("until", _("Please choose a day."))
            until = date.min
        submission.check()
        return cls(until)


@dataclass(frozen=True)
class LeaveForm:
    program_id: int

    callback_id: ClassVar[str] = "leave_program"

    @classmethod
    def modal(
        cls, person: Person, places: Sequence[tuple[Enrolment, Program]], pairs: Sequence[PairUp]
    ) -> dict[str, Any]:
        """Says what will happen before anything does."""
        blocks: list[Block] = [paragraph(_("Thank you for having been part of it. Nobody asks you for a reason."))]
        will = [_what_leaving_does(person, enrolment, program, pairs) for enrolment, program in places[:10]]
        blocks.append(bullets(*will))
        choices = [(str(program.id), program.name) for _enrolment, program in places[:10]]
        blocks.append(forms.radio("program", _("What would you like to leave?"), choices, initial=choices[0][0]))
        blocks.append(small(str(_("You can always come back. If you only need a pause, close this and take a break."))))
        return forms.modal(
            cls.callback_id, pgettext("the title of a form, 24 characters at most", "Leave"), blocks, submit=_("Leave")
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        program = submission.choice("program")
        submission.check()
        return cls(int(program))


def _what_leaving_does(person: Person, enrolment: Enrolment, program: Program, pairs: Sequence[PairUp]) -> Part:
    name = bold(program.name)
    if enrolment.state is not EnrolmentState.ENROLLED:
        return say(_("{program}: you withdraw, and the leads see that you no longer ask for a place."), program=name)
    partners = [who(up.partner_of(person.id).slack_id) for up in pairs if up.program.id == program.id]
    if not partners:
        alone = _("{program}: you give up your place. You have no partner there, and nobody is told that you left.")
        return say(alone, program=name)
    if program.state in PLANNING:
        ends = ngettext(
            "{program}: your pair with {partners} ends, and the coming session with it. They're told kindly that it "
            "has ended, and I look for somebody new for them.",
            "{program}: your pairs with {partners} end, and the coming sessions with them. They're told kindly that it "
            "has ended, and I look for somebody new for them.",
            len(partners),
        )
    else:
        ends = ngettext(
            "{program}: your pair with {partners} ends, and the coming session with it. They're told kindly that it "
            "has ended.",
            "{program}: your pairs with {partners} end, and the coming sessions with them. They're told kindly that it "
            "has ended.",
            len(partners),
        )
    return say(ends, program=name, partners=all_of(partners))
