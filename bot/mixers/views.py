"""Mixers as everyone sees them who could come; `lead_views` has what their leads see."""

from collections.abc import Sequence
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import (
    Part,
    bold,
    button,
    buttons,
    command_button,
    heading,
    italic,
    paragraph,
    quote,
    small,
    when,
    who,
)
from bot.core.sentences import Sentence, _, all_of, ngettext, say, together
from bot.mixers.model import Mixer, MixerState
from bot.mixers.queries import Invitation
from bot.programs.first_step_views import how_to_begin
from bot.programs.first_steps import FirstStep
from bot.programs.model import Program

SHOWN = 8  # mixers in one message: each has up to 800 characters of the 9,000 that one takes

QUESTIONS = (
    _("What have you learned this year that nobody taught you?"),
    _("Which small thing has made your work easier lately?"),
    _("What would you show a newcomer here first?"),
    _("What do people often get wrong about your work?"),
    _("Which habit of yours would you not give up?"),
    _("Which app or tool could you not do without?"),
    _("What could you talk about for an hour without preparing?"),
    _("What did you want to become as a child?"),
)
CALLED_OFF = _("The mixer in {program} is called off. The plan was:")
MAKES_GROUPS = _("Make the groups now?"), _("Nobody can sign up after that."), _("Make the groups")
CALLS_OFF = _("Call it off?"), _("Everyone who wanted to come is told."), _("Call it off")


def invitation(mixer: Mixer, program: Program) -> Message:
    what = _(
        "An informal round in groups of three to five, across levels and departments. You don't need a partner, and "
        "you don't need to be signed up. The plan:"
    )
    by = _("Sign up by {when}. Then I'll make the groups and tell you yours.")
    return Message(
        [
            heading(say(_("{program}: come to a mixer"), program=program.name)),
            paragraph(what),
            quote(mixer.plan),
            paragraph(say(by, when=when(mixer.gathers_until))),
            buttons(_join(mixer)),
        ]
    )


def invitation_over(mixer: Mixer, program: Program, *, is_off: bool) -> Message:
    """In the place of an invitation. `is_off` where the program has ended, and the mixer with it."""
    if is_off or mixer.state is MixerState.CALLED_OFF:
        return _over(CALLED_OFF, mixer, program)
    if mixer.state is MixerState.GROUPED:
        made = _("Sign-up for the mixer in {program} is over, and the groups are made. The plan:")
        return _over(made, mixer, program)
    return _over(_("Sign-up for the mixer in {program} is over, and I'm making the groups. The plan:"), mixer, program)


def mixers(found: Sequence[Invitation], *, leads: bool, step: FirstStep | None = None) -> Tell:
    """`step` says how to begin where there is no program that a mixer could belong to."""
    what = _(
        "Informal rounds in groups of three to five, across levels and departments. Everyone here can come: you don't "
        "need a partner, and you don't need to be signed up."
    )
    blocks = [heading(_("Mixers")), paragraph(what)]
    for one in found[:SHOWN]:
        by = say(_("{program}: sign up by {when}."), program=bold(one.program.name), when=when(one.mixer.gathers_until))
        blocks += [paragraph(together(by, _count(one))), quote(one.mixer.plan), buttons(*_controls(one))]
    if not found:
        blocks.append(paragraph(_("There's none to come to right now. You'll find the next one here.")))
    if step and not step.has_begun:
        blocks += how_to_begin(step)
    if (more := len(found) - SHOWN) > 0:
        said = ngettext(
            "And {count} more, whose sign-up ends later.", "And {count} more, whose sign-up ends later.", more
        )
        blocks.append(small(said))
    if leads:
        blocks.append(buttons(button(_("Invite to a mixer"), "new_mixer")))
    blocks.append(small(_("Until the groups are made, nobody but me knows who'd like to come.")))
    return Tell(Message(blocks))


def joined(one: Invitation) -> Tell:
    listed = _("Great, you're on the list for the mixer in {program}. The plan:")
    next_step = _("I'll make the groups on {when} and tell you yours.")
    return Tell(
        Message(
            [
                paragraph(say(listed, program=bold(one.program.name))),
                quote(one.mixer.plan),
                paragraph(say(next_step, when=when(one.mixer.gathers_until))),
                buttons(_leave(one.mixer)),
            ]
        )
    )


def left(one: Invitation) -> Tell:
    said = _("Thanks for letting me know. You're off the list for the mixer in {program}. Another time!")
    return Tell(Message([paragraph(say(said, program=bold(one.program.name))), buttons(_join(one.mixer))]))


def group(mixer: Mixer, program: Program, people: Sequence[str], turn: int) -> Message:
    """For a group of Slack ids; `turn` decides which question they get."""
    hello = _("Hello {people}! You're a group at the mixer in {program}. The plan:")
    ask = _("A question to start with, if you like: {question}")
    cannot_come = _(
        "Can't come after all? Please tell the others here. I can post in this conversation, but I can't read what you "
        "write."
    )
    return Message(
        [
            paragraph(say(hello, people=all_of([who(person) for person in people]), program=bold(program.name))),
            quote(mixer.plan),
            paragraph(say(ask, question=italic(QUESTIONS[turn % len(QUESTIONS)]))),
            small(cannot_come),
        ]
    )


def called_off(mixer: Mixer, program: Program, *, has_ended: bool) -> Message:
    """`has_ended` says whether it is because its program has."""
    if has_ended:
        return _over(_("{program} has ended, so its mixer is called off. The plan was:"), mixer, program)
    return _over(CALLED_OFF, mixer, program)


def too_small(mixer: Mixer, program: Program) -> Message:
    said = _(
        "Too few people can come to the mixer in {program} this time, so it's called off. Thank you for wanting to "
        "come! The plan was:"
    )
    return _over(said, mixer, program)


def _over(said: Sentence, mixer: Mixer, program: Program) -> Message:
    return Message(
        [
            paragraph(say(said, program=bold(program.name))),
            quote(mixer.plan),
            buttons(command_button(_("Show other mixers"), "mixer")),
        ]
    )


def _count(one: Invitation) -> Part:
    others = one.guests - one.is_guest
    if one.is_guest and not others:
        return _("You'd like to come.")
    if not others:
        return _("Be the first to say yes.")
    if one.is_guest:
        return ngettext(
            "You'd like to come, and so would {count} other person.",
            "You'd like to come, and so would {count} other people.",
            others,
        )
    return ngettext("{count} person would like to come.", "{count} people would like to come.", others)


def _controls(one: Invitation) -> list[dict[str, Any]]:
    controls = [_leave(one.mixer) if one.is_guest else _join(one.mixer)]
    if one.is_lead:
        controls += [
            button(_("Make the groups now"), "group_mixer", one.mixer.id, ask_first=MAKES_GROUPS),
            button(_("Call it off"), "call_off_mixer", one.mixer.id, style="danger", ask_first=CALLS_OFF),
        ]
    return controls


def _join(mixer: Mixer) -> dict[str, Any]:
    return button(_("I'd like to come"), "join_mixer", mixer.id, style="primary")


def _leave(mixer: Mixer) -> dict[str, Any]:
    return button(_("I can't come after all"), "leave_mixer", mixer.id)
