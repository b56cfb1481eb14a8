"""What the two of an offer are asked, and hear on answering: never what the other of them has answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import Block, Part, bold, bullets, button, buttons, paragraph, quote, small, when, who
from bot.core.sentences import _, say, together
from bot.offers.model import OfferState, Reply
from bot.offers.queries import OfferUp
from bot.offers.reason_views import reasons
from bot.people.model import Person
from bot.programs.model import Program, Silence

QUIET = _("Declining is quiet: nobody asks you why, and I never tell who declined.")
QUIET_NO = _("No reply counts as a quiet no.")
QUIET_TO_ONE = _("Declining is quiet: nobody asks you why, and it looks the same as no reply.")
STILL_TIME = _("There's still time to reply.")
STAYS_QUIET = _("This stays between you and me.")
Labels = Mapping[str, str]


def offered(up: OfferUp, reader: Person, labels: Labels, *, again: bool) -> Message:
    """To one of the two, alone; `again` for the one reminder."""
    begins = STILL_TIME if again else _("I think I've found someone for you.")
    return Message(
        [
            paragraph(together(begins, _could_be(up, reader))),
            paragraph(_("Why the two of you:")),
            bullets(*reasons(up, reader, labels)),
            paragraph(
                together(
                    _interested(up),
                    _silence(up.program),
                    say(
                        _("I'm asking {partner} too. If you both accept, I'll introduce you."),
                        partner=_partner(up, reader),
                    ),
                )
            ),
            _answers(up),
            small(QUIET),
        ]
    )


def requested(up: OfferUp, reader: Person, labels: Labels, *, again: bool) -> Message:
    """To whom the other asked; `again` for the one reminder."""
    asks = _would_like(up, reader)
    return Message(
        [
            paragraph(together(STILL_TIME, asks) if again else asks),
            *_written(up),
            paragraph(_("Why it could be a good match:")),
            bullets(*reasons(up, reader, labels)),
            paragraph(together(_interested(up), QUIET_NO, _("If you accept, I'll introduce you."))),
            _answers(up),
            small(QUIET_TO_ONE),
        ]
    )


def _interested(up: OfferUp) -> Part:
    return say(_("Interested? Please reply by {when}."), when=when(up.offer.answer_by))


def _could_be(up: OfferUp, reader: Person) -> Part:
    partner, program = _partner(up, reader), bold(up.program.name)
    if up.words.is_equal:
        equal = _("You and {partner} could be {both} in {program}.")
        return say(equal, partner=partner, both=up.words.both, program=program)
    if up.is_mentor(reader.id):
        return say(_("{partner} could be your mentee in {program}."), partner=partner, program=program)
    return say(_("{partner} could be your mentor in {program}."), partner=partner, program=program)


def _would_like(up: OfferUp, reader: Person) -> Part:
    asker, program = _partner(up, reader), bold(up.program.name)
    if up.words.is_equal:
        equal = _("{asker} asks if the two of you could be {both} in {program}.")
        return say(equal, asker=asker, both=up.words.both, program=program)
    if up.is_mentor(reader.id):
        return say(_("{asker} asks if you'd be their mentor in {program}."), asker=asker, program=program)
    return say(_("{asker} asks if they could be your mentor in {program}."), asker=asker, program=program)


def _written(up: OfferUp) -> list[Block]:
    return [paragraph(_("They write:")), quote(up.offer.message)] if up.offer.message else []


def _answers(up: OfferUp) -> Block:
    return buttons(
        button(_("Accept"), "accept_offer", up.offer.id, style="primary"),
        button(_("Decline quietly"), "decline_offer", up.offer.id),
    )


def standing(up: OfferUp, reader: Person) -> Sequence[Block]:
    """An open offer among everything else that somebody looks at; not for those who declined it."""
    if up.offer.is_request:
        return _own_request(up, reader) if up.offer.is_asker(reader.id) else _request(up, reader)
    if up.offer.answer_of(reader.id) is Reply.YES:
        return [paragraph(_said_yes(up, reader))]
    asked = together(_("I've proposed a match to you."), _could_be(up, reader), _reply_by(up), _silence(up.program))
    return [paragraph(asked), _answers(up)]


def _request(up: OfferUp, reader: Person) -> list[Block]:
    asked = together(_would_like(up, reader), _reply_by(up), QUIET_NO)
    return [paragraph(asked), *_written(up), _answers(up)]


def _own_request(up: OfferUp, reader: Person) -> list[Block]:
    asked = say(
        _("You asked {partner} to be your partner in {program}."),
        partner=_partner(up, reader),
        program=bold(up.program.name),
    )
    return [paragraph(together(asked, _once_accepted(up))), buttons(_take_back(up))]


def _said_yes(up: OfferUp, reader: Person) -> Part:
    accepted = say(
        _("You accepted the match with {partner} in {program}."),
        partner=_partner(up, reader),
        program=bold(up.program.name),
    )
    return together(accepted, _("If they say yes too, I'll introduce you."), _either_way(up))


def _reply_by(up: OfferUp) -> Part:
    return say(_("Please reply by {when}."), when=when(up.offer.answer_by))


def _once_accepted(up: OfferUp) -> Part:
    return together(_("If they accept, I'll introduce you."), _either_way(up))


def _either_way(up: OfferUp) -> Part:
    return say(_("Either way, you'll hear from me soon after {when}."), when=when(up.offer.answer_by))


def _silence(program: Program) -> Part:
    return _("No reply counts as a yes.") if program.silence is Silence.ACCEPTS else QUIET_NO


def _partner(up: OfferUp, reader: Person) -> dict[str, Any]:
    return who(up.partner_of(reader.id).slack_id)


def _take_back(up: OfferUp) -> dict[str, Any]:
    return button(_("Take back"), "take_back_request", up.offer.id)


def made(up: OfferUp, reader: Person) -> Tell:
    """To whoever asked; the same words whether the other hears of it or not."""
    asks = say(
        _("Done: I'm quietly asking {partner} to be your partner in {program}."),
        partner=_partner(up, reader),
        program=bold(up.program.name),
    )
    keeps = _("Until then, your request keeps one of your places. You can take it back.")
    return Tell(Message([paragraph(together(asks, _once_accepted(up))), paragraph(keeps), buttons(_take_back(up))]))


def accepted(up: OfferUp, reader: Person) -> Tell:
    """The same words whether the other has not answered yet, or has declined."""
    partner = _partner(up, reader)
    if up.offer.state is OfferState.ACCEPTED:
        said = say(_("You've both accepted: you and {partner} are a pair. I'm introducing you now."), partner=partner)
    else:
        said = together(
            say(_("Great! If {partner} says yes too, I'll introduce you."), partner=partner), _either_way(up)
        )
    return Tell(Message([paragraph(said)]), replace=True)


def declined(up: OfferUp) -> Tell:
    if up.offer.is_request:
        said = _("Thanks for letting me know. Nothing changes for you in {program}.")
    else:
        said = _("Thanks for letting me know. You keep your place in {program}, and I'll look for someone else.")
    words = paragraph(say(said, program=bold(up.program.name)))
    return Tell(Message([words, small(STAYS_QUIET)]), replace=True)


def taken_back(up: OfferUp, reader: Person) -> Tell:
    said = _(
        "Taken back: I'm no longer asking {partner} to be your partner in {program}. Your place is free again. If "
        "they've already read my message, it now says it's no longer open."
    )
    words = paragraph(say(said, partner=_partner(up, reader), program=bold(up.program.name)))
    return Tell(Message([words]), replace=True)
