from bot.core.answers import Message, Tell
from bot.core.blocks import button, buttons, paragraph, small, when, who
from bot.core.sentences import _, say, together
from bot.feedback.rules.verdict import TookPlace
from bot.sessions.model import Session

PROMISE = _("Your answer stays with me. Others only learn whether the session took place, once that's clear.")


def check_in(session: Session, partner: str) -> Message:
    asked = _("Your session with {partner} was planned for {when}. Did it take place?")
    return Message(
        [
            paragraph(say(asked, partner=who(partner), when=when(session.starts_at))),
            buttons(
                button(_("Yes, we met"), "check_in_yes", session.id),
                button(_("No, not this time"), "check_in_no", session.id),
            ),
            small(PROMISE),
        ]
    )


def thanks(answer: TookPlace, partner: str, coming: Session | None, *, may_move: bool) -> Tell:
    """`partner` is a Slack id; `coming` the pair's next session."""
    move = []
    if answer is TookPlace.YES:
        said = say(_("Good to hear that you and {partner} met. Thank you!"), partner=who(partner))
        if coming is not None:
            said = together(said, say(_("You meet next on {when}."), when=when(coming.starts_at)))
    else:
        said = say(_("Thanks for telling me. It happens."))
        if coming is not None:
            upcoming = _("You meet {partner} next on {when}.")
            said = together(said, say(upcoming, partner=who(partner), when=when(coming.starts_at)))
            if may_move:
                move = [buttons(button(_("Move the session"), "begin_move", coming.id))]
    return Tell(Message([paragraph(said), *move, small(PROMISE)]), replace=True)
