"""What those who lead a program see of its mixers."""

from collections.abc import Sequence
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import (
    Block,
    Part,
    bold,
    bullets,
    button,
    buttons,
    code,
    command_button,
    heading,
    paragraph,
    quote,
    small,
    when,
    where,
    who,
)
from bot.core.sentences import _, all_of, ngettext, say, together
from bot.mixers.model import Mixer
from bot.programs.model import Program

GROUPS_SHOWN = 40
PROGRAMS_SHOWN = 40

COMMAND = code("/mentor mixer")


def which_program(programs: Sequence[Program]) -> Tell:
    blocks: list[Block] = [paragraph(_("You lead several programs. Which one does the mixer belong to?"))]
    blocks += [buttons(button(program.name, "begin_mixer", program.id)) for program in programs[:PROGRAMS_SHOWN]]
    return Tell(Message(blocks))


def invited(mixer: Mixer, program: Program, written_to: int) -> Tell:
    found = _(
        "Everyone here can find it with {command}, and there you see how many would like to come. I'll make the groups "
        "on {when}."
    )
    said = together(
        say(_("Your mixer in {program} is on."), program=bold(program.name)),
        _made_known(program, written_to),
        say(found, command=COMMAND, when=when(mixer.gathers_until)),
    )
    return Tell(Message([paragraph(said), quote(mixer.plan), buttons(_show())]))


def _made_known(program: Program, written_to: int) -> Part:
    if program.channel_id:
        return say(_("I'm announcing it in {channel}."), channel=where(program.channel_id))
    if not written_to:
        return _("Nobody has a place in the program yet, so please spread the word.")
    return ngettext(
        "I'm writing to {count} person now, in their working hours.",
        "I'm writing to {count} people now, to each in their working hours.",
        written_to,
    )


def being_grouped(program: Program) -> Tell:
    said = _(
        "Sign-up for the mixer in {program} is over. I'm making the groups now, and I'll write to you and to each of "
        "them."
    )
    return Tell(Message([paragraph(say(said, program=bold(program.name)))]))


def called_off_by_you(program: Program) -> Tell:
    said = _("The mixer in {program} is called off. I'm telling everyone who wanted to come.")
    return Tell(Message([paragraph(say(said, program=bold(program.name)))]))


def grouped(mixer: Mixer, program: Program, tables: Sequence[Sequence[str]], total: int) -> Message:
    """`tables` are the Slack ids of those shown."""
    title = ngettext("{program}: {count} group for your mixer", "{program}: {count} groups for your mixer", total)
    blocks = [
        heading(say(title, program=program.name)),
        paragraph(_("Each group hears from me in a conversation of its own: who is in it, and the plan.")),
        quote(mixer.plan),
    ]
    if tables:
        blocks.append(bullets(*[_named(people) for people in tables]))
    if (more := total - len(tables)) > 0:
        blocks.append(small(ngettext("And {count} more.", "And {count} more.", more)))
    if mixer.repeats:
        met = ngettext(
            "{count} pair of people has met at a mixer before. I found no way around it.",
            "{count} pairs of people have met at a mixer before. I found no way around it.",
            mixer.repeats,
        )
        blocks.append(small(met))
    return Message(blocks)


def too_small(mixer: Mixer, program: Program) -> Message:
    said = _(
        "Fewer than three people can come to the mixer in {program}, too few for a group, so I called it off and told "
        "those who wanted to come. A word in person often helps. The plan was:"
    )
    again = button(_("Invite again"), "new_mixer")
    return Message([paragraph(say(said, program=bold(program.name))), quote(mixer.plan), buttons(again)])


def unannounced(mixer: Mixer, program: Program, channel: str, *, is_given_up: bool = False) -> Message:
    refused = _("I couldn't announce the mixer in {program} in {channel}: I'm not a member there, or may not post.")
    said = together(
        say(refused, program=bold(program.name), channel=where(channel)),
        say(_("Type {command} in that channel, then press the button."), command=code("/invite @Flipside")),
        _("I won't try again by myself.") if is_given_up else _("I'll try once a day, too."),
        say(_("Or share the news yourself: people find it with {command}."), command=COMMAND),
    )
    return Message([paragraph(said), buttons(button(_("Try again"), "announce_mixer", mixer.id), _show())])


def announced_at_last(program: Program, channel: str) -> Message:
    said = _("The mixer in {program} is now announced in {channel}.")
    return Message([paragraph(say(said, program=bold(program.name), channel=where(channel)))])


def announcing_again(program: Program, channel: str, *, stands: bool) -> Tell:
    if stands:
        there = _("The mixer in {program} is already announced in {channel}.")
        said = say(there, program=bold(program.name), channel=where(channel))
    else:
        said = say(_("I'm trying {channel} again. You'll hear from me either way."), channel=where(channel))
    return Tell(Message([paragraph(said)]))


def unreached(program: Program, people: Sequence[str]) -> Message:
    said = _("I couldn't write to one group at the mixer in {program}. Please tell them yourself: {people}.")
    return Message([paragraph(say(said, program=bold(program.name), people=_named(people)))])


def _named(people: Sequence[str]) -> Part:
    return all_of([who(person) for person in people])


def _show() -> dict[str, Any]:
    return command_button(_("Show mixers"), "mixer")
