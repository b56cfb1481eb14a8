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
from bot.core.sentences import Sentence, Value, _, ngettext, one_by_one, pgettext, say, together
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.offers import views as offers
from bot.offers.lead_views import look_for_pairs, told_sides
from bot.offers.queries import Waiting
from bot.pairs.rules.lifecycle import Trouble
from bot.programs.model import Program
from bot.programs.rules.lifecycle import PLANNING, ProgramState
from bot.programs.wording import wording
from bot.sessions.views import awaits_good, looks_good, shown_agenda
from bot.status.help_views import commands, deeds, first_steps, may_ask
from bot.status.queries import InTrouble, Led, Overview, OwnPair, Totals
from bot.workspaces.views import who_creates

TROUBLE = {
    Trouble.LEFT: _("{mentor} and {mentee}: one of them has left Slack"),
    Trouble.NOT_MEETING: _("{mentor} and {mentee}: two sessions in a row did not take place, as far as I was told"),
}

FACT = _("{label} {value}")

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
        unknown = say(_("I don't know “{typed}”."), typed=typed)
        return Tell(Message([paragraph(unknown), *commands(overview)]))
    perhaps = _("I don't know “{typed}”. Did you mean {command}?")
    said = paragraph(say(perhaps, typed=typed, command=code(f"/mentor {meant}")))
    does = command_button(labels[meant], meant, style="primary"), command_button(labels["help"], "help")
    return Tell(Message([said, buttons(*does)]))


def home(overview: Overview, labels: Labels) -> dict[str, Any]:
    """What waits for them first, then what they can do, by groups of buttons, the rarest last."""
    blocks = _status(overview, labels)[:MOST_ON_HOME]
    decides = who_creates(overview.creators) if overview.creators else []
    return {"type": "home", "blocks": [*blocks, divider(), *deeds(overview, blocks, labels), *decides]}


def _status(overview: Overview, labels: Labels) -> list[Block]:
    """Their own first: what they are asked, then their pairs; then the programs that they lead."""
    blocks = [*_refused(overview), *first_steps(overview, labels)]
    if overview.paused_until:
        blocks += [
            paragraph(say(_("You're on a break until {when}."), when=when(overview.paused_until))),
            buttons(button(_("End the break now"), "end_break")),
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
        why = say(
            _(
                "An admin has switched off my Messages tab. To switch it on: api.slack.com/apps, Flipside, App Home, "
                "Show Tabs, Messages Tab."
            )
        )
    else:
        allow = _("An admin can allow it to me in Slack's settings. Slack calls it “{code}”.")
        why = say(allow, code=overview.refused)
    said = together(
        bold(_("Slack doesn't let me write to people.")), why, _("What I have to say waits, and nothing is lost.")
    )
    return [paragraph(said), buttons(button(_("It's on again: send what waits"), "send_what_waits"))]


def sending_what_waits() -> Tell:
    said = _("I'm sending what waits. Where Slack still refuses it, your Home says so again.")
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
        said = ngettext(
            "And {count} more, in a message of its own.", "And {count} more, each in a message of its own.", more
        )
        blocks.append(small(said))
    return blocks


def _place(enrolment: Enrolment, program: Program, labels: Labels) -> list[Block]:
    name = bold(program.name)
    match enrolment.state:
        case EnrolmentState.APPLIED:
            said = _("You applied to {program}. Its leads are reading it; I'll write to you either way.")
            return [paragraph(say(said, program=name))]
        case EnrolmentState.WAITING:
            said = _("You're on the waiting list of {program}. I'll write as soon as a place is free.")
            return [paragraph(say(said, program=name))]
    words = wording(program)
    role = bold(words.mentor if enrolment.role is Role.MENTOR else words.mentee)
    signed_up = say(
        _("You're signed up as {role} in {program}. I'll write as soon as there's a partner for you."),
        role=role,
        program=name,
    )
    if not may_ask(enrolment, program):
        return [paragraph(signed_up)]
    asks = together(signed_up, _("Is there someone you'd like to ask yourself?"))
    return [paragraph(asks), buttons(command_button(labels["ask"], "ask"))]


def _program(led: Led, labels: Labels) -> list[Block]:
    counts, words = led.totals, wording(led.program)
    if led.program.state is ProgramState.DRAFT:
        draft = paragraph(_("A draft: only its leads see it, until you open it."))
        return [heading(led.program.name), draft, buttons(command_button(labels["program"], "program"))]
    signed_up = one_by_one([words.count_juniors(counts.mentors), words.count_seniors(counts.mentees)])
    blocks = [
        heading(led.program.name),
        bullets(
            _fact(_("Signed up:"), signed_up),
            *_at_the_door(counts),
            *_offers(counts),
            *_waiting(led),
            _fact(_("Pairs:"), _pairs(counts)),
            _fact(_("Sessions held:"), _held(counts)),
            _fact(_("Agendas posted:"), counts.agendas),
            _fact(_("Pairs that need help:"), counts.pairs_in_trouble),
        ),
    ]
    if does := _deeds(led, labels):
        blocks.append(buttons(*does))
    if led.in_trouble:
        blocks.append(bullets(*[_in_trouble(one) for one in led.in_trouble]))
        if (more := counts.pairs_in_trouble - len(led.in_trouble)) > 0:
            blocks.append(small(ngettext("And {count} more.", "And {count} more.", more)))
    elif counts.active_pairs:
        blocks.append(paragraph(_("Nobody needs your help right now.")))
    return blocks


def _fact(label: Sentence, value: Value) -> Part:
    return say(FACT, label=bold(label), value=value)


def _pairs(counts: Totals) -> str:
    if counts.ended_pairs:
        return say(_("{running} running, {ended} ended"), running=counts.active_pairs, ended=counts.ended_pairs)
    return say(_("{running} running"), running=counts.active_pairs)


def _held(counts: Totals) -> str:
    if not counts.past_sessions:
        return say(pgettext("sessions held", "none yet"))
    return say(_("{held} of {past} so far"), held=counts.held_sessions, past=counts.past_sessions)


def _deeds(led: Led, labels: Labels) -> list[dict[str, Any]]:
    """What waits for a lead."""
    counts = led.totals
    does = [command_button(labels["applications"], "applications")] if counts.applied else []
    if _is_planning(led) and counts.free_mentors and counts.free_mentees:
        does.append(look_for_pairs(led.program))
    return does


def _offers(counts: Totals) -> list[Part]:
    """Numbers only: who answered what is between each of them and the bot."""
    if not counts.offers:
        return []
    if not counts.half_accepted:
        return [_fact(_("Offers open:"), counts.offers)]
    said = say(_("{offers} ({accepted} accepted by one side)"), offers=counts.offers, accepted=counts.half_accepted)
    return [_fact(_("Offers open:"), said)]


def _is_planning(led: Led) -> bool:
    return led.program.state in PLANNING


def _waiting(led: Led) -> list[Part]:
    waiting = Waiting(led.totals.free_mentors, led.totals.free_mentees)
    if not _is_planning(led) or waiting == Waiting():
        return []
    return [_fact(_("Without a partner:"), told_sides(led.program, waiting))]


def _at_the_door(counts: Totals) -> list[Part]:
    lines: list[Part] = []
    if counts.applied:
        lines.append(_fact(_("Applications to answer:"), counts.applied))
    if counts.waiting:
        lines.append(_fact(_("On the waiting list:"), counts.waiting))
    return lines


def _in_trouble(one: InTrouble) -> Part:
    return say(TROUBLE[one.trouble], mentor=who(one.mentor), mentee=who(one.mentee))


def _who_they_are(pair: OwnPair) -> Part:
    words = wording(pair.program)
    partner, program = who(pair.partner), bold(pair.program.name)
    if words.is_equal:
        return say(_("You and {partner} are {both} in {program}."), partner=partner, both=words.both, program=program)
    if pair.is_mentor:
        return say(_("You are the mentor of {partner} in {program}."), partner=partner, program=program)
    return say(_("You are the mentee of {partner} in {program}."), partner=partner, program=program)


def _own_pair(pair: OwnPair) -> list[Block]:
    blocks = [paragraph(_who_they_are(pair))]
    if not pair.is_partner_here:
        return [*blocks, paragraph(_("They're no longer in this Slack. Your program lead can see it."))]
    session = pair.session
    if session is None:
        return [*blocks, paragraph(_("No session is planned right now."))]
    if session.agenda is None:
        agenda = _("You meet next on {when}. There's no agenda yet.")
    elif session.agreed_version == session.agenda_version:
        agenda = _("You meet next on {when}. You've agreed on the agenda:")
    else:
        agenda = _("You meet next on {when}. The agenda:")
    blocks.append(paragraph(say(agenda, when=when(session.starts_at))))
    blocks += shown_agenda(session)
    actions = []
    if pair.owns_agenda:
        actions.append(
            button(_("Change the agenda") if session.agenda else _("Post the agenda"), "begin_agenda", session.id)
        )
    if not pair.owns_agenda and awaits_good(session):
        actions.insert(0, looks_good(session))
    if not pair.owns_agenda:
        actions.append(button(_("Propose a topic"), "begin_topic", session.id))
    if pair.may_move:
        actions.append(button(_("Move the session"), "begin_move", session.id))
    return [*blocks, buttons(*actions)]
