from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import (
    Block,
    button,
    buttons,
    clipped,
    command_button,
    paragraph,
    quote,
    small,
    when,
    who,
)
from bot.core.sentences import Part, Sentence, _, any_of, say
from bot.pairs.queries import PairUp
from bot.people.model import Person
from bot.sessions.model import Session

MOST_BLOCKS = 50  # in a message
SHOWN = 300  # characters of an agenda among other things; whole, it may have 3,000


def posted(session: Session, partner: str) -> Tell:
    """To whoever posted it; `partner` is the Slack id of the other."""
    said = _("Posted. {partner} sees your agenda for {when} now.")
    if session.agenda_version > 1:
        said = _("Changed. {partner} sees your agenda for {when} now.")
    return Tell(Message([paragraph(say(said, partner=who(partner), when=when(session.starts_at)))]))


def proposed(session: Session, partner: str) -> Tell:
    said = _(
        "Proposed. I've told {partner} what you'd like to talk about on {when}. What goes on the agenda is up to them."
    )
    return Tell(Message([paragraph(say(said, partner=who(partner), when=when(session.starts_at)))]))


def moved(session: Session, partner: str, was: datetime) -> Tell:
    if was == session.starts_at:
        same = _("Nothing has changed: you and {partner} meet on {when}, as before.")
        return Tell(Message([paragraph(say(same, partner=who(partner), when=when(was)))]))
    said = _("Moved. You and {partner} now meet on {when}. I've told them; please move it in your calendar, too.")
    return Tell(Message([paragraph(say(said, partner=who(partner), when=when(session.starts_at)))]))


def partners_agenda(coming: Sequence[tuple[Session, str]]) -> Tell:
    """For somebody whose partners (Slack ids) set the agenda, and who asked for it."""
    blocks: list[Block] = []
    for session, partner in coming:
        blocks += [
            paragraph(_sets_the_agenda(session, partner)),
            *shown_agenda(session),
            buttons(
                *([looks_good(session)] if awaits_good(session) else []),
                button(_("Propose a topic"), "begin_topic", session.id),
            ),
        ]
    return Tell(Message(blocks[:MOST_BLOCKS]))


def nothing_to_prepare(*, takes_part: bool) -> Tell:
    if not takes_part:
        said = _("An agenda is for two who meet, and you don't take part in a program yet.")
        return Tell(Message([paragraph(said), buttons(command_button(_("Sign up"), "signup"))]))
    said = _("You have no partner yet, so there's no agenda to prepare. I'll write as soon as there is one.")
    return Tell(Message([paragraph(said), buttons(command_button(_("Show my status"), "status"))]))


def _sets_the_agenda(session: Session, partner: str) -> Part:
    said = _("{partner} sets the agenda for {when}. There's none yet.")
    if session.agenda:
        said = _("{partner} sets the agenda for {when}. This is what it says:")
    return say(said, partner=who(partner), when=when(session.starts_at))


def shown_agenda(session: Session) -> list[Block]:
    """For the two themselves, among other things: as much of it as one can take in there."""
    return [quote(clipped(session.agenda, SHOWN))] if session.agenda else []


def which_session(coming: Sequence[tuple[Session, str]]) -> Tell:
    """For somebody with several partners (Slack ids)."""
    blocks: list[Block] = [paragraph(_("You have several sessions coming up. Which one is the agenda for?"))]
    for session, partner in coming:
        state = _("{partner}, {when}: has an agenda") if session.agenda else _("{partner}, {when}: no agenda yet")
        label = _("Change the agenda") if session.agenda else _("Post the agenda")
        blocks += [
            paragraph(say(state, partner=who(partner), when=when(session.starts_at))),
            buttons(button(label, "begin_agenda", session.id)),
        ]
    return Tell(Message(blocks[:MOST_BLOCKS]))


def session_planned(session: Session, up: PairUp, *, again: bool = False, moved: bool = False) -> Message:
    """`again`: it had been called off, and takes place after all; `moved`: a break has moved it."""
    planned = _("Your next session is on {when}. Please put it into your calendars.")
    if again:
        planned = _("Your session on {when} takes place after all.")
    elif moved:
        planned = _("You now meet on {when}. Please move it in your calendars.")
    elif session.number == 1:
        planned = _("Your first session is on {when}. Please put it into your calendars.")
    owners = any_of([who(person.slack_id) for person in up.agenda_owners])
    prepare = paragraph(say(_("{owners}, post the agenda whenever you're ready."), owners=owners))
    return Message(
        [
            paragraph(say(planned, when=bold_when(session))),
            *([] if session.agenda else [prepare]),
            buttons(_agenda_button(session), _move_button(session)),
        ]
    )


def _agenda_button(session: Session) -> dict[str, Any]:
    if session.agenda:
        return button(_("Change the agenda"), "begin_agenda", session.id)
    return button(_("Post the agenda"), "begin_agenda", session.id, style="primary")


def _move_button(session: Session) -> dict[str, Any]:
    return button(_("Move the session"), "begin_move", session.id)


def session_moved(session: Session, up: PairUp, reader: Person) -> Message:
    said = _("{partner} moved your session. It's now on {when}.")
    return _date(said, session, up, reader)


def session_is(session: Session, up: PairUp, reader: Person) -> Message:
    """In the place of an earlier date, whoever of the two has moved it since."""
    return _date(_("You and {partner} now meet on {when}."), session, up, reader)


def _date(said: Sentence, session: Session, up: PairUp, reader: Person) -> Message:
    partner = who(up.partner_of(reader.id).slack_id)
    move = [buttons(_move_button(session))] if reader in up.schedulers else []
    return Message([paragraph(say(said, partner=partner, when=bold_when(session))), *move])


def session_off(session: Session) -> Message:
    said = _("The session that was planned for {when} doesn't take place.")
    return Message([paragraph(say(said, when=when(session.starts_at)))])


def session_of_an_ended_pair(session: Session) -> Message:
    """Nobody is named: one of the two may be erased."""
    about = _("This was about the session planned for {when}. The pair has ended since.")
    status = buttons(command_button(_("Show my status"), "status"))
    return Message([paragraph(say(about, when=when(session.starts_at))), status])


def agenda_changed(session: Session) -> Message:
    """Where both of a pair own the agenda: in the place of an earlier one."""
    assert session.agenda is not None
    said = say(_("The agenda for {when} has changed since. It now says:"), when=when(session.starts_at))
    change = buttons(button(_("Change the agenda"), "begin_agenda", session.id))
    return Message([paragraph(said), quote(session.agenda), change])


def agenda_posted(session: Session, partner: str, *, both_own_it: bool = False, newest: bool = False) -> Message:
    """`partner` is the Slack id of whoever posted it; `newest` in place of an earlier one, which was agreed to."""
    changed = [paragraph(_("The agenda has changed since. This is the newest one:"))] if newest else []
    return Message(
        [
            *changed,
            *_posted_by(session, partner),
            buttons(looks_good(session), _answer_to_agenda(session, both_own_it=both_own_it)),
        ]
    )


def looks_good(session: Session) -> dict[str, Any]:
    return button(_("Looks good"), "agree_to_agenda", f"{session.id}:{session.agenda_version}", style="primary")


def awaits_good(session: Session) -> bool:
    """Whether it has an agenda which its reader, where it is not theirs, has not agreed to yet."""
    return session.agenda is not None and session.agreed_version != session.agenda_version


def _posted_by(session: Session, partner: str) -> list[Block]:
    assert session.agenda is not None
    said = _("{partner} posted the agenda for your session on {when}:")
    if session.agenda_version > 1:
        said = _("{partner} changed the agenda for your session on {when}:")
    return [paragraph(say(said, partner=who(partner), when=when(session.starts_at))), quote(session.agenda)]


def _answer_to_agenda(session: Session, *, both_own_it: bool) -> dict[str, Any]:
    if both_own_it:
        return button(_("Change the agenda"), "begin_agenda", session.id)
    return button(_("Propose a topic"), "begin_topic", session.id)


def agenda_agreed(session: Session, partner: str) -> Message:
    said = _("{partner} is happy with your agenda for {when}.")
    return Message([paragraph(say(said, partner=who(partner), when=when(session.starts_at)))])


def topic_proposed(session: Session, partner: str) -> Message:
    assert session.topic is not None
    at = when(session.starts_at)
    return Message(
        [
            paragraph(say(_("{partner} would like to talk about this on {when}:"), partner=who(partner), when=at)),
            quote(session.topic),
            buttons(button(_("Change the agenda"), "begin_agenda", session.id)),
            small(_("You decide what fits. The agenda is yours.")),
        ]
    )


def agreed(session: Session, partner: str, *, both_own_it: bool = False) -> Tell:
    """Takes the place of the agenda's buttons; the one for second thoughts stays."""
    done = paragraph(say(_("You said it looks good. I've told {partner}."), partner=who(partner)))
    more = buttons(_answer_to_agenda(session, both_own_it=both_own_it))
    return Tell(Message([*_posted_by(session, partner), done, more]), replace=True)


def bold_when(session: Session) -> dict[str, Any]:
    return {**when(session.starts_at), "style": {"bold": True}}
