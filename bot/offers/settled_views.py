"""What is said of an offer once there is nothing left to answer: the same words whatever the reason."""

from bot.core.answers import Message
from bot.core.blocks import bold, buttons, command_button, paragraph, who
from bot.core.sentences import _, say
from bot.offers.queries import OfferUp
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.rules.lifecycle import PLANNING


def taken_as_yes(up: OfferUp, reader: Person) -> Message:
    """In the place of an offer that nobody declined, where silence counts as a yes."""
    said = _(
        "You and {partner} are a pair in {program}, since no reply counts as a yes there. I'm introducing you now."
    )
    partner = who(up.partner_of(reader.id).slack_id)
    return Message([paragraph(say(said, partner=partner, program=bold(up.program.name)))])


def over(up: OfferUp) -> Message:
    """In the place of what can't be answered any more; nobody is named."""
    if up.offer.is_request:
        said = _("What I asked you in {program} is no longer open, so there's nothing left to reply to.")
    else:
        said = _("The match I proposed to you in {program} is no longer open, so there's nothing left to reply to.")
    words = paragraph(say(said, program=bold(up.program.name)))
    return Message([words, buttons(command_button(_("Show my status"), "status"))])


def offer_over(program: Program) -> Message:
    """The same words whether somebody declined, did not answer, left, is away, or was erased."""
    if program.state in PLANNING:
        said = _(
            "The match I proposed to you in {program} didn't work out. You're still in, and I'll look for someone else."
        )
    else:
        said = _(
            "No new pairs are made in {program} any more, so the match I proposed to you didn't work out. Thanks for "
            "being open to it."
        )
    return Message([paragraph(say(said, program=bold(program.name)))])


def request_over(program: Program) -> Message:
    """The same words whether the other declined, did not answer, left, is away, found somebody else or was erased."""
    if program.state in PLANNING:
        said = _(
            "You asked someone to be your partner in {program}, and it didn't work out. You keep your place there."
        )
    else:
        said = _(
            "No new pairs are made in {program} any more, so what you asked for there can't happen. Thanks for asking."
        )
    return Message([paragraph(say(said, program=bold(program.name)))])
