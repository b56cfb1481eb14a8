"""What an offer says in the place of its question, once there is nothing left to answer."""

from bot.core.answers import Message
from bot.core.blocks import bold, buttons, command_button, paragraph, who
from bot.offers.queries import OfferUp
from bot.people.model import Person


def taken_as_yes(up: OfferUp, reader: Person) -> Message:
    """In the place of an offer that nobody declined, where silence counts as a yes."""
    partner, program = who(up.partner_of(reader.id).slack_id), bold(up.program.name)
    said = "You and ", partner, " are a pair in ", program, ", since no answer counts as a yes there. "
    return Message([paragraph(*said, "I'm introducing you now.")])


def over(up: OfferUp) -> Message:
    """In the place of what can't be answered any more: the same words whatever the reason, and nobody is named."""
    what = "What I asked you in " if up.offer.is_request else "The pair that I proposed to you in "
    said = paragraph(what, bold(up.program.name), " is no longer open, so there's nothing left to answer.")
    return Message([said, buttons(command_button("Show my status", "status"))])
