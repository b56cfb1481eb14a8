from bot.core.answers import Message, Tell
from bot.core.blocks import Part, button, buttons, paragraph, small, when, who
from bot.feedback.rules.verdict import TookPlace
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


def thanks(answer: TookPlace, partner: str, coming: Session | None, *, may_move: bool) -> Tell:
    """`partner` is a Slack id; `coming` the pair's next session."""
    if answer is TookPlace.YES:
        said: list[Part] = ["Good to hear that you and ", who(partner), " met. Thank you!"]
    else:
        said = ["Thanks for telling me. It happens."]
    if coming is not None:
        said += [" You meet ", *(["next on "] if answer is TookPlace.YES else [who(partner), " next on "])]
        said += [when(coming.starts_at), "."]
    another_time = coming is not None and may_move and answer is TookPlace.NO
    move = [buttons(button("Move the session", "begin_move", coming.id))] if coming and another_time else []
    return Tell(Message([paragraph(*said), *move, small(PROMISE)]), replace=True)
