from bot.core.answers import Message
from bot.core.blocks import button, buttons, paragraph, quote, when, who
from bot.pairs.queries import PairUp
from bot.people.model import Person
from bot.sessions.model import Session


def agenda_there(session: Session) -> Message:
    """In the place of the question, whoever has posted it."""
    said = paragraph("The agenda for ", when(session.starts_at), " is posted.")
    return Message([said, buttons(button("Change the agenda", "begin_agenda", session.id))])


def agenda_missing(session: Session, up: PairUp, owner: Person) -> Message:
    partner = who(up.partner_of(owner.id).slack_id)
    blocks = [
        paragraph(
            "You meet ",
            partner,
            " on ",
            when(session.starts_at),
            ". What will you talk about? Two or three points are plenty.",
        )
    ]
    if session.topic and up.agenda_owners == (owner,):
        blocks += [paragraph(partner, " would like to talk about:"), quote(session.topic)]
    blocks.append(
        buttons(
            button("Post the agenda", "begin_agenda", session.id, style="primary"),
            button("Move the session", "begin_move", session.id),
        )
    )
    return Message(blocks)
