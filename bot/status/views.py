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
    divider,
    heading,
    paragraph,
    small,
    when,
    who,
)
from bot.pairs.model import Trouble
from bot.status.queries import InTrouble, Led, Overview, OwnPair

TROUBLE = {
    Trouble.LEFT: "one of them has left Slack",
    Trouble.NOT_MEETING: "two sessions in a row did not take place, as far as I was told",
}

EVERYBODY = {
    "signup": "take part as a mentor or a mentee, or change what you said",
    "status": "see your pair and your next session",
    "help": "see this list",
}
MENTORS = {"agenda": "post what you will talk about next time"}
LEADS = {
    "match": "see who would fit whom, and publish the pairs",
    "status": "see how your program is doing",
    "program": "see, create or close programs",
}
NEWCOMERS = {"program": "create a program and lead it"}

MOST_BLOCKS = 50


def status(overview: Overview) -> Tell:
    blocks = _status(overview) or [
        paragraph(
            "You do not take part in a program yet. Type ",
            code("/mentor signup"),
            " to join one, or ",
            code("/mentor help"),
            " to see what else there is.",
        )
    ]
    return Tell(Message(blocks[:MOST_BLOCKS]))


def help_(overview: Overview) -> Tell:
    return Tell(Message(_help(overview)))


def unknown_command(typed: str, nearest: str | None, overview: Overview) -> Tell:
    said = [paragraph("I do not know “", typed, "”.")]
    if nearest:
        said = [paragraph("I do not know “", typed, "”. Did you mean ", code(f"/mentor {nearest}"), "?")]
    return Tell(Message([*said, *_help(overview)]))


def home(overview: Overview) -> dict[str, Any]:
    blocks = _status(overview)
    blocks += [divider()] if blocks else []
    return {"type": "home", "blocks": (blocks[: MOST_BLOCKS * 2 - 10]) + _help(overview)}


def _help(overview: Overview) -> list[Block]:
    commands = dict(EVERYBODY)
    if any(pair.is_mentor for pair in overview.pairs):
        commands |= MENTORS
    commands |= LEADS if overview.led else NEWCOMERS
    lines: list[Sequence[Part]] = [[code(f"/mentor {name}"), f" to {what}"] for name, what in commands.items()]
    return [
        heading("Flipside: juniors teach, leaders learn"),
        paragraph("This is what you can do:"),
        bullets(*lines),
        small("I see only what you tell me here. I cannot read anybody's messages: I never asked for that permission."),
    ]


def _status(overview: Overview) -> list[Block]:
    blocks: list[Block] = []
    for led in overview.led:
        blocks += _program(led)
    paired = {(pair.is_mentor, pair.program) for pair in overview.pairs}
    for pair in overview.pairs:
        blocks += _own_pair(pair)
    for role, program in overview.enrolled:
        if not any(name == program for _, name in paired):
            blocks.append(
                paragraph(
                    "You are signed up as ",
                    bold(role.value),
                    " in ",
                    bold(program),
                    ". You will hear from me as soon as there is a partner for you.",
                )
            )
    return blocks


def _program(led: Led) -> list[Block]:
    counts = led.totals
    pairs = f"{counts.active_pairs} running"
    if counts.ended_pairs:
        pairs += f", {counts.ended_pairs} ended"
    blocks = [
        heading(led.program.name),
        bullets(
            [bold("Signed up: "), f"{_count(counts.mentors, 'mentor')}, {_count(counts.mentees, 'mentee')}"],
            [bold("Pairs: "), pairs],
            [bold("Sessions held: "), f"{counts.held_sessions} of {counts.past_sessions} so far"],
            [bold("Agendas posted: "), str(counts.agendas)],
            [bold("Pairs that need help: "), str(counts.pairs_in_trouble)],
        ),
    ]
    if led.in_trouble:
        blocks.append(bullets(*[_in_trouble(one) for one in led.in_trouble]))
        if (more := counts.pairs_in_trouble - len(led.in_trouble)) > 0:
            blocks.append(small(f"And {more} more."))
    elif counts.active_pairs:
        blocks.append(paragraph("Nobody needs your help right now."))
    return blocks


def _in_trouble(one: InTrouble) -> Sequence[Part]:
    return [who(one.mentor), " and ", who(one.mentee), f": {TROUBLE[one.trouble]}"]


def _own_pair(pair: OwnPair) -> list[Block]:
    role = "mentor of" if pair.is_mentor else "mentee of"
    blocks = [paragraph("You are the ", role, " ", who(pair.partner), " in ", bold(pair.program), ".")]
    if not pair.is_partner_here:
        return [*blocks, paragraph("They are no longer in this Slack. Your program lead can see it.")]
    session = pair.session
    if session is None:
        return [*blocks, paragraph("No session is planned right now.")]
    if session.agenda is None:
        agenda = "There is no agenda yet."
    elif session.agreed_version == session.agenda_version:
        agenda = "The agenda is agreed."
    else:
        agenda = "The agenda is posted."
    blocks.append(paragraph("You meet next on ", when(session.starts_at), f". {agenda}"))
    actions = [button("Move the session", "begin_move", session.id)]
    if pair.is_mentor:
        label = "Change the agenda" if session.agenda else "Post the agenda"
        actions.insert(0, button(label, "begin_agenda", session.id))
    else:
        actions.insert(0, button("Propose a topic", "begin_topic", session.id))
    return [*blocks, buttons(*actions)]


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
