from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import (
    Part,
    bold,
    bullets,
    button,
    buttons,
    code,
    command_button,
    heading,
    listed,
    paragraph,
    quote,
    small,
    where,
)
from bot.programs.model import Background, DepartmentRule, Entry, Footing, Owner, Program, Silence, Style
from bot.programs.rules.lifecycle import LABELS, MEANINGS, STEPS, ProgramState, Step
from bot.programs.rules.weights import told_weights, weights_of
from bot.programs.wording import commitment, told_day

A_PAGE = 8  # programs: each has up to 700 characters of the 9,000 that a message takes
OWNER_WORDS = {Owner.MENTOR: "the junior side", Owner.MENTEE: "the senior side", Owner.BOTH: "either of the two"}
MOST_QUOTED = 120  # characters of what somebody else typed

# What is chosen, in words, by the part of a program that it is of: a program may well be called “mentor” or “any”.
CHOSEN: Mapping[str, Mapping[Any, str]] = {
    "agenda_owner": OWNER_WORDS,
    "schedule_owner": OWNER_WORDS,
    "footing": {Footing.ROLES: "mentor and mentee", Footing.EQUAL: "both the same"},
    "entry": {Entry.OPEN: "whoever signs up is in", Entry.APPLICATION: "by application"},
    "department_rule": {
        DepartmentRule.ANY: "it does not matter",
        DepartmentRule.DIFFERENT: "always different departments",
        DepartmentRule.SAME: "always the same department",
    },
    "background": {
        Background.ANY: "it does not matter",
        Background.SIMILAR: "a similar one is preferred",
        Background.DIFFERENT: "a different one is preferred",
    },
    "silence": {Silence.DECLINES: "a no", Silence.ACCEPTS: "a yes"},
}

# What a part of a program is called where two leads changed it at once.
PARTS = {
    "name": "the name",
    "need": "the business need",
    "cadence": "how often a pair meets",
    "session_minutes": "how long a session is",
    "style": "the style",
    "footing": "what the two are called",
    "partner_word": "the word for each of them",
    "agenda_owner": "who owns the agenda",
    "schedule_owner": "who may move sessions",
    "starts_on": "the first day",
    "ends_on": "the last day",
    "leads": "who leads it",
    "channel_id": "the channel",
    "min_gap": "the levels apart",
    "department_rule": "the department rule",
    "min_overlap": "the hours that both work",
    "needs_language": "the shared language",
    "background": "the background",
    "self_chosen": "whether people may ask each other",
    "weights": "what counts",
    "entry": "how people get in",
    "questions": "the questions",
    "places": "the places",
    "silence": "what silence counts as",
}


def program_created(program: Program) -> Message:
    if program.state is ProgramState.DRAFT:
        return Message(
            [
                heading(f"{program.name} is a draft"),
                paragraph("You lead this program. Nobody else sees it until you open it. It is there for this:"),
                quote(program.need),
                buttons(*_controls(program)),
            ]
        )
    return Message(
        [
            heading(f"{program.name} is open"),
            paragraph("You lead this program. It is there for this:"),
            quote(program.need),
            paragraph(
                f"{commitment(program)} Ask people to sign up: they type ",
                code("/mentor signup"),
                ". Once a few juniors and leaders are in, look for pairs. Nobody is paired before you publish.",
            ),
            buttons(button("Look for pairs", "match_program", program.id), command_button("Show programs", "program")),
        ]
    )


def program_announced(program: Program) -> Message:
    return Message(
        [
            heading(program.name),
            paragraph(
                "People of different levels learn from each other. What it is for:"
                if program.footing is Footing.EQUAL
                else "Reverse mentoring: juniors teach, leaders learn. What it is for:"
            ),
            quote(program.need),
            paragraph(
                f"{commitment(program)} Want to take part? Sign up here, or type ",
                code("/mentor signup"),
                " anywhere in Slack.",
            ),
            buttons(button("Sign up", "begin_signup", program.id, style="primary")),
        ]
    )


def program_unannounced(program: Program, *, is_given_up: bool = False) -> Message:
    assert program.channel_id is not None
    goes_on = "I won't try again by myself." if is_given_up else "I'll try once a day, too."
    return Message(
        [
            paragraph(
                "I couldn't announce ",
                bold(program.name),
                " in ",
                where(program.channel_id),
                ": I'm not a member there, or may not post. Type ",
                code("/invite @Flipside"),
                f" in that channel, then press the button. {goes_on} Or share the news yourself: people join with ",
                code("/mentor signup"),
                ".",
            ),
            buttons(button("Try again", "announce_program", program.id)),
        ]
    )


def program_announced_at_last(program: Program) -> Message:
    assert program.channel_id is not None
    return Message([paragraph(bold(program.name), " is announced in ", where(program.channel_id), " now.")])


def announcing_again(program: Program, *, stands: bool) -> Tell:
    assert program.channel_id is not None
    if stands:
        return Tell(
            Message([paragraph(bold(program.name), " is announced in ", where(program.channel_id), " already.")])
        )
    said = paragraph("I'm trying ", where(program.channel_id), " again. You'll hear from me either way.")
    return Tell(Message([said]))


def programs_led(programs: Sequence[Program], page: int = 1) -> Message:
    """A page of them; one that is not there any more stands for the last. Closed ones have nothing but figures."""
    pages = max(1, -(-len(programs) // A_PAGE))
    page = min(max(page, 1), pages)
    blocks = [heading("Programs you lead")]
    for program in programs[(page - 1) * A_PAGE : page * A_PAGE]:
        facts = [] if program.state is ProgramState.CLOSED else [" ", *_facts(program)]
        said = f" is {LABELS[program.state]}. {MEANINGS[program.state]}"
        blocks += [paragraph(bold(program.name), said, *facts), buttons(*_controls(program))]
    turns = []
    if page > 1:
        turns.append(button("Previous", "programs_before", page - 1))
    if page < pages:
        turns.append(button("Next", "programs_after", page + 1))
    if turns:
        blocks += [buttons(*turns), small(f"Page {page} of {pages}.")]
    return Message([*blocks, buttons(button("New program", "new_program"))])


def program_moved(program: Program) -> Tell:
    said = paragraph(bold(program.name), f" is now {LABELS[program.state]}. {MEANINGS[program.state]}")
    controls = _controls(program)
    return Tell(Message([said, buttons(*controls)] if controls else [said]), replace=True)


def draft_deleted(name: str) -> Tell:
    return Tell(Message([paragraph("The draft ", bold(name), " is deleted.")]), replace=True)


def program_changed(program: Program, changed: Mapping[str, Any]) -> Tell:
    """What was emptied is named too: a form may lose a field on its way (bolt-js 625), and its lead should see it."""
    if not changed:
        return Tell(Message([paragraph("Nothing to save: ", bold(program.name), " is as it was.")]))
    now: list[Sequence[Part]] = [
        [bold(_sentence(PARTS[name])), f": {_quoted(name, value)}"] for name, value in changed.items()
    ]
    return Tell(Message([paragraph("Saved: ", bold(program.name), ". This is new:"), bullets(*now)]))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def changed_meanwhile(theirs: Mapping[str, Any]) -> str:
    parts = [f"{PARTS[name]} (now: {_quoted(name, value)})" for name, value in theirs.items()]
    return (
        f"Another lead changed {''.join(map(str, listed(parts)))} while you were typing. What you typed is still "
        "here. Press Save again to keep yours, or change it first."
    )


def lead_added(program: Program) -> Message:
    return Message(
        [
            paragraph("You now lead ", bold(program.name), ". It is there for this:"),
            quote(program.need),
            buttons(command_button("Show programs", "program"), command_button("How is it going?", "status")),
        ]
    )


def season_ends(program: Program, *, is_past: bool = False) -> Message:
    """`is_past`: Slack could not be reached on the day itself."""
    opening: list[Part] = ["Today is the last day of ", bold(program.name), "."]
    if is_past:
        opening = ["The last day of ", bold(program.name), " has passed."]
    return Message(
        [
            paragraph(
                *opening,
                " No session is planned after it. Let it wind down, close it, or give it more time with Edit.",
            ),
            buttons(*_controls(program)),
        ]
    )


def _facts(program: Program) -> list[str]:
    facts = [f"{program.cadence.label}, {program.session_minutes} minutes a session"]
    facts.append("formal" if program.style is Style.FORMAL else "informal")
    if program.footing is Footing.EQUAL:
        facts.append(f"both are called {program.partner_word}")
    if program.entry is Entry.APPLICATION:
        facts.append("by application")
    if program.places:
        facts.append("1 place" if program.places == 1 else f"{program.places} places")
    if program.self_chosen:
        facts.append("people may ask each other")
    if program.weights:
        facts.append(f"what counts: {told_weights(weights_of(program.weights))}")
    if program.starts_on:
        facts.append(f"from {told_day(program.starts_on, with_year=True)}")
    if program.ends_on:
        facts.append(f"to {told_day(program.ends_on, with_year=True)}")
    return ["; ".join(facts) + "."]


def _controls(program: Program) -> list[dict[str, Any]]:
    if program.state is ProgramState.CLOSED:
        return [button("Figures", "show_figures", program.id)]
    controls = [
        button("Edit", "edit_program", program.id),
        button("Matching rules", "edit_rules", program.id),
        button("What counts", "edit_weights", program.id),
        button("Entry and places", "edit_entry", program.id),
        *[_step(program, step) for step in STEPS[program.state]],
    ]
    if program.state is ProgramState.DRAFT:
        ask = ("Delete this draft?", "It is gone then. Nobody has joined it yet.", "Delete it")
        controls.append(button("Delete draft", "delete_draft", program.id, style="danger", ask_first=ask))
    return controls


def _step(program: Program, step: Step) -> dict[str, Any]:
    ends = step.to is ProgramState.CLOSED
    return button(
        step.label,
        "close_program" if ends else f"program_to_{step.to.value}",
        program.id,
        style="danger" if ends else "",
        ask_first=(f"{step.label}?", step.will, step.label),
    )


def _quoted(name: str, value: Any) -> str:
    if name == "channel_id" and value:
        return "another one"  # nobody knows a channel by its id
    if name == "weights":
        return told_weights(weights_of(value))
    match value:
        case None | "" | []:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case list() if name == "questions":
            return ", ".join(_in_quotes(question) for question in value)
        case list():
            return "1 person" if len(value) == 1 else f"{len(value)} people"
        case date():
            return _in_quotes(told_day(value, with_year=True))
    return _in_quotes(CHOSEN.get(name, {}).get(value) or str(getattr(value, "label", value)))


def _in_quotes(text: str) -> str:
    return f"“{text[:MOST_QUOTED]}…”" if len(text) > MOST_QUOTED else f"“{text}”"
