from bot.core.answers import Message, Tell
from bot.core.blocks import button, buttons, paragraph, small, when, who
from bot.feedback.model import TookPlace
from bot.sessions.model import Session

PROMISE = "Your answer stays with me. Others only learn whether the session took place, once that is clear."


def check_in(session: Session, partner: str) -> Message:
    return Message(
        [
            paragraph(
                "Your session with ",
                who(partner),
                " was planned for ",
                when(session.starts_at),
                ". Did it take place?",
            ),
            buttons(
                button("Yes, we met", "check_in_yes", session.id),
                button("No, not this time", "check_in_no", session.id),
            ),
            small(PROMISE),
        ]
    )


def thanks(answer: TookPlace) -> Tell:
    if answer is TookPlace.YES:
        words = "Good to hear, thank you."
    else:
        words = "Thank you for telling me. It happens; the next session is planned already."
    return Tell(Message([paragraph(words), small(PROMISE)]), replace=True)
