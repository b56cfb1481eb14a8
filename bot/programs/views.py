from collections.abc import Sequence
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import (
    bold,
    button,
    buttons,
    code,
    command_button,
    heading,
    paragraph,
    quote,
    small,
    where,
)
from bot.core.dates import day
from bot.core.sentences import Plain, _, chained, ngettext, say, together
from bot.programs.model import Entry, Footing, Program, Style
from bot.programs.rules.lifecycle import MEANINGS, REACHED, STANDS, STEPS, ProgramState, Step
from bot.programs.rules.weights import told_weights, weights_of
from bot.programs.wording import commitment, wording

A_PAGE = 8  # programs: each has up to 700 characters of the 9,000 that a message takes
SIGNUP = code("/mentor signup")
SHOW_PROGRAMS = _("Show programs")
ANNOUNCED_NOW = _("{program} is announced in {channel} now.")
ANNOUNCED_ALREADY = _("{program} is announced in {channel} already.")


def program_created(program: Program) -> Message:
    if program.state is ProgramState.DRAFT:
        about = _("You lead this program. Nobody else sees it until you open it. What it's for:")
        return Message(
            [
                heading(say(_("{program} is a draft"), program=program.name)),
                paragraph(about),
                quote(program.need),
                buttons(*_controls(program)),
            ]
        )
    ask = say(_("Ask people to sign up: they type {command}."), command=SIGNUP)
    then = _("Once a few juniors and leaders are in, look for pairs. Nobody is paired before you publish.")
    return Message(
        [
            heading(say(_("{program} is open"), program=program.name)),
            paragraph(_("You lead this program. What it's for:")),
            quote(program.need),
            paragraph(together(commitment(program), ask, then)),
            buttons(button(_("Look for pairs"), "match_program", program.id), command_button(SHOW_PROGRAMS, "program")),
        ]
    )


def program_announced(program: Program) -> Message:
    about = _("Reverse mentoring: juniors teach, leaders learn. What it's for:")
    if program.footing is Footing.EQUAL:
        about = _("People of different levels learn from each other. What it's for:")
    join = say(_("Want to take part? Sign up here, or type {command} anywhere in Slack."), command=SIGNUP)
    return Message(
        [
            heading(program.name),
            paragraph(about),
            quote(program.need),
            paragraph(together(commitment(program), join)),
            buttons(button(_("Sign up"), "begin_signup", program.id, style="primary")),
        ]
    )


def program_unannounced(program: Program, *, is_given_up: bool = False) -> Message:
    assert program.channel_id is not None
    failed = _("I couldn't announce {program} in {channel}: I'm not a member there, or may not post.")
    invite = _("Type {command} in that channel, then press the button.")
    again = _("I'll try once a day, too.")
    if is_given_up:
        again = _("I won't try again by myself.")
    share = _("Or share the news yourself: people join with {command}.")
    said = together(
        say(failed, program=bold(program.name), channel=where(program.channel_id)),
        say(invite, command=code("/invite @Flipside")),
        again,
        say(share, command=SIGNUP),
    )
    return Message([paragraph(said), buttons(button(_("Try again"), "announce_program", program.id))])


def program_announced_at_last(program: Program) -> Message:
    assert program.channel_id is not None
    return Message([paragraph(say(ANNOUNCED_NOW, program=bold(program.name), channel=where(program.channel_id)))])


def announcing_again(program: Program, *, stands: bool) -> Tell:
    assert program.channel_id is not None
    channel = where(program.channel_id)
    if stands:
        return Tell(Message([paragraph(say(ANNOUNCED_ALREADY, program=bold(program.name), channel=channel))]))
    said = _("I'm trying {channel} again. You'll hear from me either way.")
    return Tell(Message([paragraph(say(said, channel=channel))]))


def programs_led(programs: Sequence[Program], page: int = 1) -> Message:
    """A page of them; one that is not there any more stands for the last. Closed ones have nothing but figures."""
    pages = max(1, -(-len(programs) // A_PAGE))
    page = min(max(page, 1), pages)
    blocks = [heading(_("Programs you lead"))]
    for program in programs[(page - 1) * A_PAGE : page * A_PAGE]:
        stands = say(STANDS[program.state], program=bold(program.name))
        facts = "" if program.state is ProgramState.CLOSED else _facts(program)
        blocks += [paragraph(together(stands, MEANINGS[program.state], facts)), buttons(*_controls(program))]
    turns = []
    if page > 1:
        turns.append(button(_("Previous"), "programs_before", page - 1))
    if page < pages:
        turns.append(button(_("Next"), "programs_after", page + 1))
    if turns:
        blocks += [buttons(*turns), small(say(_("Page {page} of {pages}."), page=page, pages=pages))]
    return Message([*blocks, buttons(button(_("New program"), "new_program"))])


def program_moved(program: Program) -> Tell:
    reached = say(REACHED[program.state], program=bold(program.name))
    said = paragraph(together(reached, MEANINGS[program.state]))
    controls = _controls(program)
    return Tell(Message([said, buttons(*controls)] if controls else [said]), replace=True)


def draft_deleted(name: str) -> Tell:
    said = say(_("I've deleted the draft {program}."), program=bold(name))
    return Tell(Message([paragraph(said)]), replace=True)


def lead_added(program: Program) -> Message:
    return Message(
        [
            paragraph(say(_("You now lead {program}. What it's for:"), program=bold(program.name))),
            quote(program.need),
            buttons(command_button(SHOW_PROGRAMS, "program"), command_button(_("How is it going?"), "status")),
        ]
    )


def season_ends(program: Program, *, is_past: bool = False) -> Message:
    """`is_past`: Slack could not be reached on the day itself."""
    opening = _("Today is the last day of {program}.")
    if is_past:
        opening = _("The last day of {program} has passed.")
    said = together(
        say(opening, program=bold(program.name)),
        _("No session is planned after it. Let it wind down, close it, or press Edit to give it more time."),
    )
    return Message([paragraph(said), buttons(*_controls(program))])


def _facts(program: Program) -> str:
    often = _("{how_often}, {minutes} minutes a session")
    facts: list[Plain] = [
        say(often, how_often=program.cadence.label, minutes=program.session_minutes),
        _("formal") if program.style is Style.FORMAL else _("informal"),
    ]
    if program.footing is Footing.EQUAL:
        facts.append(say(_("both are called {partner}"), partner=wording(program).mentor))
    if program.entry is Entry.APPLICATION:
        facts.append(_("by application"))
    if program.places:
        facts.append(ngettext("{count} place", "{count} places", program.places))
    if program.self_chosen:
        facts.append(_("people may ask each other"))
    if program.weights:
        facts.append(say(_("matching weights: {weights}"), weights=told_weights(weights_of(program.weights))))
    if program.starts_on:
        facts.append(say(_("from {day}"), day=day(program.starts_on, with_year=True)))
    if program.ends_on:
        facts.append(say(_("to {day}"), day=day(program.ends_on, with_year=True)))
    return say(_("{facts}."), facts=chained(_("{first}; {next}"), facts))


def _controls(program: Program) -> list[dict[str, Any]]:
    if program.state is ProgramState.CLOSED:
        return [button(_("Figures"), "show_figures", program.id)]
    controls = [
        button(_("Edit"), "edit_program", program.id),
        button(_("Matching rules"), "edit_rules", program.id),
        button(_("Matching weights"), "edit_weights", program.id),
        button(_("Entry and places"), "edit_entry", program.id),
        *[_step(program, step) for step in STEPS[program.state]],
    ]
    if program.state is ProgramState.DRAFT:
        ask = (_("Delete this draft?"), _("It's gone then. Nobody has joined it yet."), _("Delete it"))
        controls.append(button(_("Delete draft"), "delete_draft", program.id, style="danger", ask_first=ask))
    return controls


def _step(program: Program, step: Step) -> dict[str, Any]:
    ends = step.to is ProgramState.CLOSED
    return button(
        step.label,
        "close_program" if ends else f"program_to_{step.to.value}",
        program.id,
        style="danger" if ends else "",
        ask_first=(say(_("{step}?"), step=step.label), step.will, step.label),
    )
