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
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.offers import views as offers
from bot.offers.queries import Waiting
from bot.pairs.model import Trouble
from bot.programs.model import PLANNING, Program, ProgramState
from bot.programs.wording import wording
from bot.status.queries import InTrouble, Led, Overview, OwnPair, Totals

TROUBLE = {
    Trouble.LEFT: "one of them has left Slack",
    Trouble.NOT_MEETING: "two sessions in a row did not take place, as far as I was told",
}

EVERYBODY = {
    "signup": "take part, or change what you said",
    "status": "see your pair and your next session",
    "skills": "see who can teach what",
    "discover": "find out, in ten quick statements, what you might want to learn",
    "profile": "say when you work, which languages you speak, what to know about you",
    "pause": "take a break; it ends by itself",
    "leave": "leave a program, without giving a reason",
    "mixer": "come to an informal round in a small group",
    "privacy": "see who sees what, get all that is stored about you, or have it erased",
    "help": "see this list",
}
ASKERS = {"ask": "ask somebody to be a pair with you"}
OWNERS = {"agenda": "post what you will talk about next time"}
ON_A_BREAK = {"return": "end your break"}
LEADS = {
    "match": "see who would fit whom, and publish the pairs",
    "pair": "pair two people yourself; both are asked",
    "applications": "answer those who applied",
    "status": "see how your program is doing",
    "program": "see, create, change or close programs",
    "mixer new": "invite to an informal round",
    "roster": "bring in reporting lines and levels",
}
NEWCOMERS = {"program": "create a program and lead it"}

MOST_BLOCKS = 50
MOST_OFFERS = 8


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


def figures(led: Led) -> Tell:
    """Of one program, as its lead's status has them."""
    return Tell(Message(_program(led)))


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
    commands = EVERYBODY | (ON_A_BREAK if overview.paused_until else {})
    if any(_may_ask(enrolment, program) for enrolment, program in overview.places):
        commands |= ASKERS
    if any(pair.owns_agenda for pair in overview.pairs):
        commands |= OWNERS
    commands |= LEADS if overview.led else NEWCOMERS
    lines: list[Sequence[Part]] = [[code(f"/mentor {name}"), f" to {what}"] for name, what in commands.items()]
    return [
        heading("Flipside: people of all levels learn from each other"),
        paragraph("This is what you can do:"),
        bullets(*lines),
        small("I see only what you tell me here. I cannot read anybody's messages: I never asked for that permission."),
    ]


def _status(overview: Overview) -> list[Block]:
    blocks: list[Block] = []
    if overview.paused_until:
        blocks += [
            paragraph("You are on a break until ", when(overview.paused_until), "."),
            buttons(button("End the break now", "end_break")),
        ]
    for led in overview.led:
        blocks += _program(led)
    blocks += _open_offers(overview)
    told = {pair.program.id for pair in overview.pairs} | {up.program.id for up in overview.offers}
    for pair in overview.pairs:
        blocks += _own_pair(pair)
    for enrolment, program in overview.places:
        if program.id not in told:
            blocks.append(_place(enrolment, program))
    return blocks


def _open_offers(overview: Overview) -> list[Block]:
    """What they asked themselves first, since they can take it back only here. Their pairs are to have room, too."""
    blocks: list[Block] = []
    if (reader := overview.person) is None:  # a stranger has no offers
        return blocks
    in_turn = sorted(overview.offers, key=lambda up: not up.offer.is_asker(reader.id))
    for up in in_turn[:MOST_OFFERS]:
        blocks += offers.standing(up, reader)
    if (more := len(in_turn) - MOST_OFFERS) > 0:
        blocks.append(small(f"And {more} more, each in a message of its own."))
    return blocks


def _place(enrolment: Enrolment, program: Program) -> Block:
    name = bold(program.name)
    match enrolment.state:
        case EnrolmentState.APPLIED:
            return paragraph("You applied to ", name, ". Its leads read it, and you will hear from me either way.")
        case EnrolmentState.WAITING:
            return paragraph("You are on the waiting list of ", name, ". I will write as soon as a place is free.")
    words = wording(program)
    word = words.mentor if enrolment.role is Role.MENTOR else words.mentee
    said: list[Part] = [". You will hear from me as soon as there is a partner for you."]
    if _may_ask(enrolment, program):
        said += [" Is there somebody whom you would like to ask yourself? Type ", code("/mentor ask"), "."]
    return paragraph("You are signed up as ", bold(word), " in ", name, *said)


def _may_ask(enrolment: Enrolment, program: Program) -> bool:
    return program.self_chosen and program.state in PLANNING and enrolment.state is EnrolmentState.ENROLLED


def _program(led: Led) -> list[Block]:
    counts, words = led.totals, wording(led.program)
    if led.program.state is ProgramState.DRAFT:
        return [heading(led.program.name), paragraph("A draft: only its leads see it. Open it with /mentor program.")]
    pairs = f"{counts.active_pairs} running"
    if counts.ended_pairs:
        pairs += f", {counts.ended_pairs} ended"
    blocks = [
        heading(led.program.name),
        bullets(
            [
                bold("Signed up: "),
                ", ".join((words.count_juniors(counts.mentors), words.count_seniors(counts.mentees))),
            ],
            *_at_the_door(counts),
            *_offers(counts),
            *_waiting(led),
            [bold("Pairs: "), pairs],
            [bold("Sessions held: "), f"{counts.held_sessions} of {counts.past_sessions} so far"],
            [bold("Agendas posted: "), str(counts.agendas)],
            [bold("Pairs that need help: "), str(counts.pairs_in_trouble)],
        ),
    ]
    if _is_planning(led) and counts.free_mentors and counts.free_mentees:
        blocks.append(buttons(offers.look_for_pairs(led.program)))
    if led.in_trouble:
        blocks.append(bullets(*[_in_trouble(one) for one in led.in_trouble]))
        if (more := counts.pairs_in_trouble - len(led.in_trouble)) > 0:
            blocks.append(small(f"And {more} more."))
    elif counts.active_pairs:
        blocks.append(paragraph("Nobody needs your help right now."))
    return blocks


def _offers(counts: Totals) -> list[Sequence[Part]]:
    """Numbers only: who answered what is between each of them and the bot."""
    if not counts.offers:
        return []
    half = f" ({counts.half_accepted} accepted by one side)" if counts.half_accepted else ""
    return [[bold("Offers open: "), f"{counts.offers}{half}"]]


def _is_planning(led: Led) -> bool:
    return led.program.state in PLANNING


def _waiting(led: Led) -> list[Sequence[Part]]:
    waiting = Waiting(led.totals.free_mentors, led.totals.free_mentees)
    if not _is_planning(led) or waiting == Waiting():
        return []
    return [[bold("Without a partner: "), offers.told_sides(led.program, waiting)]]


def _at_the_door(counts: Totals) -> list[Sequence[Part]]:
    lines: list[Sequence[Part]] = []
    if counts.applied:
        lines.append([bold("Applications to answer: "), f"{counts.applied}, with ", code("/mentor applications")])
    if counts.waiting:
        lines.append([bold("On the waiting list: "), str(counts.waiting)])
    return lines


def _in_trouble(one: InTrouble) -> Sequence[Part]:
    return [who(one.mentor), " and ", who(one.mentee), f": {TROUBLE[one.trouble]}"]


def _who_they_are(pair: OwnPair) -> list[Part]:
    words = wording(pair.program)
    if words.is_equal:
        return ["You and ", who(pair.partner), f" are {words.both}"]
    return ["You are the ", words.mentor if pair.is_mentor else words.mentee, " of ", who(pair.partner)]


def _own_pair(pair: OwnPair) -> list[Block]:
    blocks = [paragraph(*_who_they_are(pair), " in ", bold(pair.program.name), ".")]
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
    actions = []
    if pair.owns_agenda:
        actions.append(button("Change the agenda" if session.agenda else "Post the agenda", "begin_agenda", session.id))
    if not pair.owns_agenda:
        actions.append(button("Propose a topic", "begin_topic", session.id))
    if pair.may_move:
        actions.append(button("Move the session", "begin_move", session.id))
    return [*blocks, buttons(*actions)]
