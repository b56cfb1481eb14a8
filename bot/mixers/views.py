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
    italic,
    listed,
    paragraph,
    quote,
    small,
    when,
    where,
    who,
)
from bot.mixers.model import Mixer, MixerState
from bot.mixers.queries import Invitation
from bot.programs.first_step_views import how_to_begin
from bot.programs.first_steps import FirstStep
from bot.programs.model import Program
from bot.programs.wording import count_people, counted

SHOWN = 8  # mixers in one message: each has up to 800 characters of the 9,000 that one takes
GROUPS_SHOWN = 40
PROGRAMS_SHOWN = 40

QUESTIONS = (
    "What have you learnt this year that nobody taught you?",
    "Which small thing has made your work easier lately?",
    "What would you show a newcomer here first?",
    "What do people often get wrong about your work?",
    "Which habit of yours would you not give up?",
    "Which app or tool could you not do without?",
    "What could you talk about for an hour without preparing?",
    "What did you want to become as a child?",
)


def which_program(programs: Sequence[Program]) -> Tell:
    blocks: list[Block] = [paragraph("You lead several programs. Which one does the mixer belong to?")]
    blocks += [buttons(button(program.name, "begin_mixer", program.id)) for program in programs[:PROGRAMS_SHOWN]]
    return Tell(Message(blocks))


def invited(mixer: Mixer, program: Program, written_to: int) -> Tell:
    said: list[Part] = ["Your mixer in ", bold(program.name), " is on. "]
    if program.channel_id:
        said += ["I announce it in ", where(program.channel_id), ". "]
    elif written_to:
        said.append(f"I write to {count_people(written_to)} now, to each in their working hours. ")
    else:
        said.append("Nobody has a place in the program yet, so please spread the word. ")
    said += [
        "Everybody here finds it with ",
        code("/mentor mixer"),
        ", and there you see how many would like to come. I make the groups on ",
        when(mixer.gathers_until),
        ".",
    ]
    return Tell(Message([paragraph(*said), quote(mixer.plan), buttons(_show())]))


def invitation(mixer: Mixer, program: Program) -> Message:
    return Message(
        [
            heading(f"{program.name}: come to a mixer"),
            paragraph(
                "An informal round in groups of three to five, across levels and departments. You need no partner for "
                "it, and need not be signed up. The plan:"
            ),
            quote(mixer.plan),
            paragraph("Sign up by ", when(mixer.gathers_until), ". Then I make the groups and tell you yours."),
            buttons(_join(mixer)),
        ]
    )


def invitation_over(mixer: Mixer, program: Program, *, is_off: bool) -> Message:
    """In the place of an invitation. `is_off` where the program has ended, and the mixer with it."""
    name = bold(program.name)
    said: list[Part] = ["Sign-up for the mixer of ", name, " is over: "]
    if is_off or mixer.state is MixerState.CALLED_OFF:
        said = ["The mixer of ", name, " doesn't take place. The plan was:"]
    elif mixer.state is MixerState.GROUPED:
        said.append("its groups are made. The plan:")
    else:
        said.append("I'm making its groups. The plan:")
    return Message([paragraph(*said), quote(mixer.plan), _other_mixers()])


def mixers(found: Sequence[Invitation], *, leads: bool, step: FirstStep | None = None) -> Tell:
    """`step` says how to begin where there is no program that a mixer could belong to."""
    blocks = [
        heading("Mixers"),
        paragraph(
            "Informal rounds in groups of three to five, across levels and departments. Everybody here can come: you "
            "need no partner, and need not be signed up."
        ),
    ]
    for one in found[:SHOWN]:
        blocks += [
            paragraph(bold(one.program.name), ", sign up by ", when(one.mixer.gathers_until), f". {_count(one)}"),
            quote(one.mixer.plan),
            buttons(*_controls(one)),
        ]
    if not found:
        blocks.append(paragraph("There is none to come to right now. You will find the next one here."))
    if step and not step.has_begun:
        blocks += how_to_begin(step)
    if len(found) > SHOWN:
        blocks.append(small(f"And {len(found) - SHOWN:,} more, whose sign-up ends later."))
    if leads:
        blocks.append(buttons(button("Invite to a mixer", "new_mixer")))
    blocks.append(small("Until the groups are made, nobody but me knows who would like to come."))
    return Tell(Message(blocks))


def joined(one: Invitation) -> Tell:
    return Tell(
        Message(
            [
                paragraph("Lovely, you are on the list for the mixer of ", bold(one.program.name), ". The plan:"),
                quote(one.mixer.plan),
                paragraph("I make the groups on ", when(one.mixer.gathers_until), ", and tell you yours."),
                buttons(_leave(one.mixer)),
            ]
        )
    )


def left(one: Invitation) -> Tell:
    said = paragraph(
        "Thank you for saying so: you are off the list for the mixer of ", bold(one.program.name), ". Another time!"
    )
    return Tell(Message([said, buttons(_join(one.mixer))]))


def being_grouped(program: Program) -> Tell:
    said = paragraph(
        "Sign-up for the mixer of ",
        bold(program.name),
        " is over. I make the groups now, and write to you and to each of them.",
    )
    return Tell(Message([said]))


def called_off_by_you(program: Program) -> Tell:
    said = paragraph("The mixer of ", bold(program.name), " is called off. Everybody who wanted to come is being told.")
    return Tell(Message([said]))


def group(mixer: Mixer, program: Program, people: Sequence[str], turn: int) -> Message:
    """For a group of Slack ids; `turn` decides which question they get."""
    return Message(
        [
            paragraph(
                "Hello ",
                *listed([who(person) for person in people]),
                "! You are a group at the mixer of ",
                bold(program.name),
                ". The plan:",
            ),
            quote(mixer.plan),
            paragraph("A question to start with, if you like: ", italic(QUESTIONS[turn % len(QUESTIONS)])),
            small(
                "Cannot come after all? Please tell the others here. I can post in this conversation, but I cannot "
                "read what you write."
            ),
        ]
    )


def grouped(mixer: Mixer, program: Program, tables: Sequence[Sequence[str]], total: int) -> Message:
    """For its leads; `tables` are the Slack ids of those shown."""
    blocks = [
        heading(f"{program.name}: {counted(total, 'group')} for your mixer"),
        paragraph("Each group hears from me in a conversation of its own: who is in it, and the plan."),
        quote(mixer.plan),
    ]
    if tables:
        blocks.append(bullets(*[listed([who(person) for person in people]) for people in tables]))
    if total > len(tables):
        blocks.append(small(f"And {total - len(tables):,} more."))
    if mixer.repeats:
        again = "1 pair of people has" if mixer.repeats == 1 else f"{mixer.repeats:,} pairs of people have"
        blocks.append(small(f"{again} met at a mixer before: I found no way around it."))
    return Message(blocks)


def called_off(mixer: Mixer, program: Program, *, has_ended: bool) -> Message:
    """`has_ended` says whether it is because its program has."""
    name = bold(program.name)
    said: list[Part] = (
        [name, " has come to its end, so its mixer does not take place. The plan was:"]
        if has_ended
        else ["The mixer of ", name, " is called off. The plan was:"]
    )
    return Message([paragraph(*said), quote(mixer.plan), _other_mixers()])


def too_small(mixer: Mixer, program: Program) -> Message:
    said = paragraph(
        "Too few people can come to the mixer of ",
        bold(program.name),
        " this time, so it does not take place. It was kind of you to want to come! The plan was:",
    )
    return Message([said, quote(mixer.plan), _other_mixers()])


def too_small_for_lead(mixer: Mixer, program: Program) -> Message:
    said = paragraph(
        "Fewer than three people can come to the mixer of ",
        bold(program.name),
        ", too few for a group, so I called it off and told whoever wanted to come. A word in person often helps. "
        "The plan was:",
    )
    return Message([said, quote(mixer.plan), buttons(button("Invite again", "new_mixer"))])


def unannounced(mixer: Mixer, program: Program, channel: str, *, is_given_up: bool = False) -> Message:
    goes_on = "I won't try again by myself." if is_given_up else "I'll try once a day, too."
    return Message(
        [
            paragraph(
                "I couldn't announce the mixer of ",
                bold(program.name),
                " in ",
                where(channel),
                ": I'm not a member there, or may not post. Type ",
                code("/invite @Flipside"),
                f" in that channel, then press the button. {goes_on} Or share the news yourself: people find it with ",
                code("/mentor mixer"),
                ".",
            ),
            buttons(button("Try again", "announce_mixer", mixer.id), _show()),
        ]
    )


def announced_at_last(program: Program, channel: str) -> Message:
    return Message([paragraph("The mixer of ", bold(program.name), " is announced in ", where(channel), " now.")])


def announcing_again(program: Program, channel: str, *, stands: bool) -> Tell:
    if stands:
        said = paragraph("The mixer of ", bold(program.name), " is announced in ", where(channel), " already.")
    else:
        said = paragraph("I'm trying ", where(channel), " again. You'll hear from me either way.")
    return Tell(Message([said]))


def unreached(program: Program, people: Sequence[str]) -> Message:
    return Message(
        [
            paragraph(
                "I could not write to one group at the mixer of ",
                bold(program.name),
                ". Please tell them yourself: ",
                *listed([who(person) for person in people]),
                ".",
            )
        ]
    )


def _count(one: Invitation) -> str:
    others = one.guests - one.is_guest
    if not one.is_guest:
        return f"{count_people(others)} would like to come." if others else "Be the first to say yes."
    return f"You would like to come, and so would {count_people(others)}." if others else "You would like to come."


def _controls(one: Invitation) -> list[dict[str, Any]]:
    controls = [_leave(one.mixer) if one.is_guest else _join(one.mixer)]
    if one.is_lead:
        group_first = ("Make the groups now?", "Nobody can sign up after that.", "Make the groups")
        off_first = ("Call it off?", "Everybody who wanted to come is told.", "Call it off")
        controls += [
            button("Make the groups now", "group_mixer", one.mixer.id, ask_first=group_first),
            button("Call it off", "call_off_mixer", one.mixer.id, style="danger", ask_first=off_first),
        ]
    return controls


def _join(mixer: Mixer) -> dict[str, Any]:
    return button("I would like to come", "join_mixer", mixer.id, style="primary")


def _leave(mixer: Mixer) -> dict[str, Any]:
    return button("I cannot come after all", "leave_mixer", mixer.id)


def _other_mixers() -> Block:
    return buttons(_show("Show other mixers"))


def _show(label: str = "Show mixers") -> dict[str, Any]:
    return command_button(label, "mixer")
