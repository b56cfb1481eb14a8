from bot.core.answers import Message
from bot.core.blocks import button, buttons, paragraph, quote, when, who
from bot.core.sentences import _, say
from bot.pairs.queries import PairUp
from bot.people.model import Person
from bot.sessions.model import Session


def agenda_there(session: Session) -> Message:
    """In the place of the question, whoever has posted it."""
    said = paragraph(say(_("The agenda for {when} is posted."), when=when(session.starts_at)))
    return Message([said, buttons(button(_("Change the agenda"), "begin_agenda", session.id))])


def agenda_missing(session: Session, up: PairUp, owner: Person) -> Message:
    partner = who(up.partner_of(owner.id).slack_id)
    asked = _("You meet {partner} on {when}. What will you talk about? Two or three points are plenty.")
    blocks = [paragraph(say(asked, partner=partner, when=when(session.starts_at)))]
    if session.topic and up.agenda_owners == (owner,):
        blocks += [paragraph(say(_("{partner} would like to talk about:"), partner=partner)), quote(session.topic)]
    blocks.append(
        buttons(
            button(_("Post the agenda"), "begin_agenda", session.id, style="primary"),
            button(_("Move the session"), "begin_move", session.id),
        )
    )
    return Message(blocks)
