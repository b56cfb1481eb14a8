from bot.core.answers import Message, Tell
from bot.core.blocks import bold, code, paragraph, who
from bot.offers.model import OfferState
from bot.offers.queries import OfferUp
from bot.offers.views import once_accepted
from bot.people.model import Person


def asked(up: OfferUp, reader: Person) -> Tell:
    """To whoever asks; the same words whether the other hears of it or not."""
    partner, program = who(up.partner_of(reader.id).slack_id), bold(up.program.name)
    if up.offer.state is OfferState.ACCEPTED:
        said = paragraph(
            partner,
            " had asked you already, so the two of you are a pair in ",
            program,
            ". I am introducing you to one another now.",
        )
        return Tell(Message([said]))
    return Tell(
        Message(
            [
                paragraph("I ask ", partner, " quietly to be a pair with you in ", program, ". ", *once_accepted(up)),
                paragraph(
                    "Until then it keeps one of your places. You can take it back: type ", code("/mentor status"), "."
                ),
            ]
        )
    )
