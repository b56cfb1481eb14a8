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
    divider,
    heading,
    paragraph,
    small,
    when,
    who,
)
from bot.core.routing import Labels
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.offers import views as offers
from bot.offers.queries import Waiting
from bot.pairs.model import Trouble
from bot.programs.model import PLANNING, Program, ProgramState
from bot.programs.wording import wording
from bot.sessions.views import awaits_good, looks_good, shown_agenda
from bot.status.help_views import commands, deeds, first_steps, may_ask
from bot.status.queries import InTrouble, Led, Overview, OwnPair, Totals

TROUBLE = {
    Trouble.LEFT: "one of them has left Slack",
    Trouble.NOT_MEETING: "two sessions in a row did not take place, as far as I was told",
}

MOST_BLOCKS, MOST_ON_HOME = 50, 80
MOST_OFFERS = 8


def status(overview: Overview, labels: Labels) -> Tell:
    blocks = _status(overview, labels)
    if overview.first_step is not None or not blocks:
        blocks.append(buttons(command_button(labels["help"], "help")))
    return Tell(Message(blocks[:MOST_BLOCKS]))


def figures(led: Led, labels: Labels) -> Tell:
    """Of one program, as its lead's status has them."""
    return Tell(Message(_program(led, labels)))


def help_(overview: Overview, labels: Labels) -> Tell:
    return Tell(Message([*first_steps(overview, labels), *commands(overview)]))


def unknown_command(typed: str, meant: str | None, overview: Overview, labels: Labels) -> Tell:
    if meant is None:
        return Tell(Message([paragraph("I don't know “", typed, "”."), *commands(overview)]))
    said = paragraph("I don't know “", typed, "”. Did you mean ", code(f"/mentor {meant}"), "?")
    does = command_button(labels[meant], meant, style="primary"), command_button(labels["help"], "help")
    return Tell(Message([said, buttons(*does)]))


def home(overview: Overview, labels: Labels) -> dict[str, Any]:
    """What waits for them first, then what they can do, by groups of buttons, the rarest last."""
    blocks = _status(overview, labels)[:MOST_ON_HOME]
    return {"type": "home", "blocks": [*blocks, divider(), *deeds(overview, blocks, labels)]}


def _status(overview: Overview, labels: Labels) -> list[Block]:
    """Their own first: what they are asked, then their pairs; then the programs that they lead."""
    blocks = [*_refused(overview), *first_steps(overview, labels)]
    if overview.paused_until:
        blocks += [
            paragraph("You're on a break until ", when(overview.paused_until), "."),
            buttons(button("End the break now", "end_break")),
        ]
    blocks += _open_offers(overview)
    told = {pair.program.id for pair in overview.pairs} | {up.program.id for up in overview.offers}
    for pair in overview.pairs:
        blocks += _own_pair(pair)
    for enrolment, program in overview.places:
        if program.id not in told:
            blocks += _place(enrolment, program, labels)
    for led in overview.led:
        blocks += _program(led, labels)
    return blocks


def _refused(overview: Overview) -> list[Block]:
    if overview.refused is None:
        return []
    if overview.refused == "messages_tab_disabled":
        why = (
            "An admin has switched off my Messages tab. To switch it on: api.slack.com/apps, Flipside, App Home, "
            "Show Tabs, Messages Tab."
        )
    else:
        why = f"An admin can allow it to me in Slack's settings. Slack calls it “{overview.refused}”."
    return [
        paragraph(
            bold("Slack doesn't let me write to people. "), why, " What I have to say waits, and nothing is lost."
        ),
        buttons(button("It's on again: send what waits", "send_what_waits")),
    ]


def sending_what_waits() -> Tell:
    said = "I'm sending what waits. Where Slack still refuses it, your Home says so again."
    return Tell(Message([paragraph(said)]))


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


def _place(enrolment: Enrolment, program: Program, labels: Labels) -> list[Block]:
    name = bold(program.name)
    match enrolment.state:
        case EnrolmentState.APPLIED:
            return [paragraph("You applied to ", name, ". Its leads are reading it; I'll write to you either way.")]
        case EnrolmentState.WAITING:
            return [paragraph("You're on the waiting list of ", name, ". I'll write as soon as a place is free.")]
    words = wording(program)
    word = words.mentor if enrolment.role is Role.MENTOR else words.mentee
    said: list[Part] = ["You're signed up as ", bold(word), " in ", name, ". I'll write as soon as there's a partner "]
    if not may_ask(enrolment, program):
        return [paragraph(*said, "for you.")]
    asks = "for you. Is there somebody you'd like to ask yourself?"
    return [paragraph(*said, asks), buttons(command_button(labels["ask"], "ask"))]


def _program(led: Led, labels: Labels) -> list[Block]:
    counts, words = led.totals, wording(led.program)
    if led.program.state is ProgramState.DRAFT:
        draft = paragraph("A draft: only its leads see it, until you open it.")
        return [heading(led.program.name), draft, buttons(command_button(labels["program"], "program"))]
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
            [bold("Sessions held: "), _held(counts)],
            [bold("Agendas posted: "), str(counts.agendas)],
            [bold("Pairs that need help: "), str(counts.pairs_in_trouble)],
        ),
    ]
    if does := _deeds(led, labels):
        blocks.append(buttons(*does))
    if led.in_trouble:
        blocks.append(bullets(*[_in_trouble(one) for one in led.in_trouble]))
        if (more := counts.pairs_in_trouble - len(led.in_trouble)) > 0:
            blocks.append(small(f"And {more} more."))
    elif counts.active_pairs:
        blocks.append(paragraph("Nobody needs your help right now."))
    return blocks


def _held(counts: Totals) -> str:
    return f"{counts.held_sessions} of {counts.past_sessions} so far" if counts.past_sessions else "none yet"


def _deeds(led: Led, labels: Labels) -> list[dict[str, Any]]:
    """What waits for a lead."""
    counts = led.totals
    does = [command_button(labels["applications"], "applications")] if counts.applied else []
    if _is_planning(led) and counts.free_mentors and counts.free_mentees:
        does.append(offers.look_for_pairs(led.program))
    return does


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
        lines.append([bold("Applications to answer: "), str(counts.applied)])
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
        return [*blocks, paragraph("They're no longer in this Slack. Your program lead can see it.")]
    session = pair.session
    if session is None:
        return [*blocks, paragraph("No session is planned right now.")]
    if session.agenda is None:
        agenda = "There's no agenda yet."
    elif session.agreed_version == session.agenda_version:
        agenda = "You've agreed on the agenda:"
    else:
        agenda = "The agenda:"
    blocks.append(paragraph("You meet next on ", when(session.starts_at), f". {agenda}"))
    blocks += shown_agenda(session)
    actions = []
    if pair.owns_agenda:
        actions.append(button("Change the agenda" if session.agenda else "Post the agenda", "begin_agenda", session.id))
    if not pair.owns_agenda and awaits_good(session):
        actions.insert(0, looks_good(session))
    if not pair.owns_agenda:
        actions.append(button("Propose a topic", "begin_topic", session.id))
    if pair.may_move:
        actions.append(button("Move the session", "begin_move", session.id))
    return [*blocks, buttons(*actions)]
