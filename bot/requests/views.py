from bot.core.answers import Message, Tell
from bot.core.blocks import bold, paragraph, who
from bot.core.sentences import _, say
from bot.offers.model import OfferState
from bot.offers.queries import OfferUp
from bot.offers.views import made
from bot.people.model import Person


def asked(up: OfferUp, reader: Person) -> Tell:
    """To whoever asks; the same words whether the other hears of it or not."""
    if up.offer.state is not OfferState.ACCEPTED:
        return made(up, reader)
    said = _("{partner} had already asked you, so you're a pair in {program}. I'm introducing you now.")
    partner, program = who(up.partner_of(reader.id).slack_id), bold(up.program.name)
    return Tell(Message([paragraph(say(said, partner=partner, program=program))]))
