from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import (
    Block,
    Part,
    button,
    buttons,
    clipped,
    command_button,
    listed,
    paragraph,
    quote,
    small,
    when,
    who,
)
from bot.pairs.queries import PairUp
from bot.people.model import Person
from bot.sessions.model import Session

MOST_BLOCKS = 50  # in a message
SHOWN = 300  # characters of an agenda among other things; whole, it may have 3,000


def posted(session: Session, partner: str) -> Tell:
    """To whoever posted it; `partner` is the Slack id of the other."""
    done = "Posted" if session.agenda_version == 1 else "Changed"
    said: list[Part] = [f"{done}. ", who(partner), " sees your agenda for ", when(session.starts_at), " now."]
    return Tell(Message([paragraph(*said)]))


def proposed(session: Session, partner: str) -> Tell:
    said: list[Part] = ["Proposed. I've told ", who(partner), " what you'd like to talk about on "]
    return Tell(Message([paragraph(*said, when(session.starts_at), ". What goes on the agenda is up to them.")]))


def moved(session: Session, partner: str, was: datetime) -> Tell:
    if was == session.starts_at:
        same: list[Part] = ["Nothing has changed: you and ", who(partner), " meet on ", when(was), ", as before."]
        return Tell(Message([paragraph(*same)]))
    said: list[Part] = ["Moved. You and ", who(partner), " now meet on ", when(session.starts_at), ". I've told them; "]
    return Tell(Message([paragraph(*said, "please move it in your calendar, too.")]))


def partners_agenda(coming: Sequence[tuple[Session, str]]) -> Tell:
    """For somebody whose partners (Slack ids) set the agenda, and who asked for it."""
    blocks: list[Block] = []
    for session, partner in coming:
        blocks += [
            paragraph(who(partner), " sets the agenda for ", when(session.starts_at), ". ", *_state(session)),
            *shown_agenda(session),
            buttons(
                *([looks_good(session)] if awaits_good(session) else []),
                button("Propose a topic", "begin_topic", session.id),
            ),
        ]
    return Tell(Message(blocks[:MOST_BLOCKS]))


def nothing_to_prepare(*, takes_part: bool) -> Tell:
    if not takes_part:
        said = "An agenda is for two who meet, and you don't take part in a program yet."
        return Tell(Message([paragraph(said), buttons(command_button("Sign up", "signup"))]))
    said = "You have no partner yet, so there's no agenda to prepare. I'll write as soon as there is somebody for you."
    return Tell(Message([paragraph(said), buttons(command_button("Show my status", "status"))]))


def _state(session: Session) -> list[Part]:
    return ["This is what it says:"] if session.agenda else ["There is none yet."]


def shown_agenda(session: Session) -> list[Block]:
    """For the two themselves, among other things: as much of it as one can take in there."""
    return [quote(clipped(session.agenda, SHOWN))] if session.agenda else []


def which_session(coming: Sequence[tuple[Session, str]]) -> Tell:
    """For somebody with several partners (Slack ids)."""
    blocks: list[Block] = [paragraph("You have several sessions coming up. Which one is the agenda for?")]
    for session, partner in coming:
        state = "has an agenda" if session.agenda else "no agenda yet"
        blocks += [
            paragraph(who(partner), ", ", when(session.starts_at), f": {state}"),
            buttons(button("Change the agenda" if session.agenda else "Post the agenda", "begin_agenda", session.id)),
        ]
    return Tell(Message(blocks[:MOST_BLOCKS]))


def session_planned(session: Session, up: PairUp, *, again: bool = False, moved: bool = False) -> Message:
    """`again`: it had been called off, and takes place after all; `moved`: a break has moved it."""
    which = "Your first session" if session.number == 1 else "Your next session"
    planned: list[Part] = [which, " is on ", bold_when(session), ". Please put it into your calendars."]
    if again:
        planned = ["Your session on ", bold_when(session), " takes place after all."]
    elif moved:
        planned = ["You now meet on ", bold_when(session), ". Please move it in your calendars."]
    return Message(
        [
            paragraph(*planned),
            *([] if session.agenda else [paragraph(*_owners(up), ", post the agenda whenever you are ready.")]),
            buttons(_agenda_button(session), button("Move the session", "begin_move", session.id)),
        ]
    )


def _agenda_button(session: Session) -> dict[str, Any]:
    if session.agenda:
        return button("Change the agenda", "begin_agenda", session.id)
    return button("Post the agenda", "begin_agenda", session.id, style="primary")


def _owners(up: PairUp) -> list[Part]:
    return listed([who(person.slack_id) for person in up.agenda_owners], last=" or ")


def session_moved(session: Session, up: PairUp, reader: Person) -> Message:
    return Message(
        [
            paragraph(
                who(up.partner_of(reader.id).slack_id), " moved your session. It is now on ", bold_when(session), "."
            ),
            *([buttons(button("Move the session", "begin_move", session.id))] if reader in up.schedulers else []),
        ]
    )


def session_is(session: Session, up: PairUp, reader: Person) -> Message:
    """In the place of an earlier date, whoever of the two has moved it since."""
    partner = who(up.partner_of(reader.id).slack_id)
    move = [buttons(button("Move the session", "begin_move", session.id))] if reader in up.schedulers else []
    return Message([paragraph("You and ", partner, " now meet on ", bold_when(session), "."), *move])


def session_off(session: Session) -> Message:
    return Message([paragraph("The session that was planned for ", when(session.starts_at), " doesn't take place.")])


def session_of_an_ended_pair(session: Session) -> Message:
    """Nobody is named: one of the two may be erased."""
    about = paragraph("This was about the session planned for ", when(session.starts_at), ". The pair has ended since.")
    return Message([about, buttons(command_button("Show my status", "status"))])


def agenda_changed(session: Session) -> Message:
    """Where both of a pair own the agenda: in the place of an earlier one."""
    assert session.agenda is not None
    said = paragraph("The agenda for ", when(session.starts_at), " has changed since. It now says:")
    change = buttons(button("Change the agenda", "begin_agenda", session.id))
    return Message([said, quote(session.agenda), change])


def agenda_posted(session: Session, partner: str, *, both_own_it: bool = False, newest: bool = False) -> Message:
    """`partner` is the Slack id of whoever posted it; `newest` in place of an earlier one, which was agreed to."""
    changed = [paragraph("The agenda has changed since. This is the newest one:")] if newest else []
    return Message(
        [
            *changed,
            *_posted_by(session, partner),
            buttons(looks_good(session), _answer_to_agenda(session, both_own_it=both_own_it)),
        ]
    )


def looks_good(session: Session) -> dict[str, Any]:
    return button("Looks good", "agree_to_agenda", f"{session.id}:{session.agenda_version}", style="primary")


def awaits_good(session: Session) -> bool:
    """Whether it has an agenda which its reader, where it is not theirs, has not agreed to yet."""
    return session.agenda is not None and session.agreed_version != session.agenda_version


def _posted_by(session: Session, partner: str) -> list[Block]:
    assert session.agenda is not None
    again = "changed" if session.agenda_version > 1 else "posted"
    said: list[Part] = [who(partner), f" {again} the agenda for your session on ", when(session.starts_at), ":"]
    return [paragraph(*said), quote(session.agenda)]


def _answer_to_agenda(session: Session, *, both_own_it: bool) -> dict[str, Any]:
    if both_own_it:
        return button("Change the agenda", "begin_agenda", session.id)
    return button("Propose a topic", "begin_topic", session.id)


def agenda_agreed(session: Session, partner: str) -> Message:
    return Message([paragraph(who(partner), " is happy with your agenda for ", when(session.starts_at), ".")])


def topic_proposed(session: Session, partner: str) -> Message:
    assert session.topic is not None
    return Message(
        [
            paragraph(who(partner), " would like to talk about this on ", when(session.starts_at), ":"),
            quote(session.topic),
            buttons(button("Change the agenda", "begin_agenda", session.id)),
            small("You decide what fits. The agenda is yours."),
        ]
    )


def agreed(session: Session, partner: str, *, both_own_it: bool = False) -> Tell:
    """Takes the place of the agenda's buttons; the one for second thoughts stays."""
    done = paragraph("You said it looks good. I've told ", who(partner), ".")
    more = buttons(_answer_to_agenda(session, both_own_it=both_own_it))
    return Tell(Message([*_posted_by(session, partner), done, more]), replace=True)


def bold_when(session: Session) -> dict[str, Any]:
    return {**when(session.starts_at), "style": {"bold": True}}
