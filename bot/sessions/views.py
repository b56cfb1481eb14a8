from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from bot.core import forms
from bot.core.answers import Message, Tell
from bot.core.blocks import (
    Block,
    bold,
    button,
    buttons,
    paragraph,
    quote,
    small,
    when,
    who,
)
from bot.core.forms import Submission
from bot.pairs.queries import PairUp
from bot.sessions.model import AGENDA, TOPIC, Session

MOST_BLOCKS = 50  # in a message


@dataclass(frozen=True)
class AgendaForm:
    session_id: int
    agenda: str

    callback_id: ClassVar[str] = "post_agenda"

    @classmethod
    def modal(cls, session: Session, up: PairUp) -> dict[str, Any]:
        mentee = who(up.mentee.slack_id)
        blocks: list[Block] = [paragraph("For your session with ", mentee, " on ", when(session.starts_at), ".")]
        if session.topic:
            blocks += [paragraph(mentee, " would like to talk about:"), quote(session.topic)]
        blocks.append(
            forms.text_input(
                "agenda",
                "What will you talk about?",
                hint="Two or three points are plenty. Your mentee sees it right away and can propose a topic.",
                lines=True,
                most=AGENDA,
                initial=session.agenda or "",
                placeholder="How young customers find us. Ten minutes of scrolling together. Your questions.",
            )
        )
        title = "Change the agenda" if session.agenda else "Post the agenda"
        return forms.modal(cls.callback_id, title, blocks, submit="Post", about={"session": session.id})

    @classmethod
    def read(cls, submission: Submission) -> Self:
        agenda = submission.text("agenda", most=AGENDA, missing="Please write at least one point.")
        submission.check()
        return cls(int(submission.about["session"]), agenda)


@dataclass(frozen=True)
class TopicForm:
    session_id: int
    topic: str

    callback_id: ClassVar[str] = "propose_topic"

    @classmethod
    def modal(cls, session: Session, up: PairUp) -> dict[str, Any]:
        return forms.modal(
            cls.callback_id,
            "Propose a topic",
            [
                paragraph("For your session with ", who(up.mentor.slack_id), " on ", when(session.starts_at), "."),
                forms.text_input(
                    "topic",
                    "What would you like to talk about?",
                    hint="No question is too small. Only your mentor sees this.",
                    lines=True,
                    most=TOPIC,
                    initial=session.topic or "",
                ),
            ],
            submit="Propose",
            about={"session": session.id},
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        topic = submission.text("topic", most=TOPIC, missing="Please write a word or two.")
        submission.check()
        return cls(int(submission.about["session"]), topic)


@dataclass(frozen=True)
class MoveForm:
    session_id: int
    date: str
    time: str

    callback_id: ClassVar[str] = "move_session"

    @classmethod
    def modal(cls, session: Session, partner: str, tz: str) -> dict[str, Any]:
        local = session.starts_at.astimezone(ZoneInfo(tz))
        return forms.modal(
            cls.callback_id,
            "Move the session",
            [
                paragraph("Your session with ", who(partner), " is on ", when(session.starts_at), "."),
                forms.date_input("date", "New date", local.date().isoformat()),
                forms.time_input("time", "New time", local.strftime("%H:%M"), hint=f"In your time zone, {tz}."),
            ],
            submit="Move",
            about={"session": session.id},
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        date, time = submission.date("date"), submission.time("time")
        try:
            datetime.fromisoformat(f"{date}T{time}")
        except ValueError:
            submission.errors["date"] = "Please choose a date and a time."
        submission.check()
        return cls(int(submission.about["session"]), date, time)

    def starts_at(self, tz: str) -> datetime:
        return datetime.fromisoformat(f"{self.date}T{self.time}").replace(tzinfo=ZoneInfo(tz))


def which_session(coming: Sequence[tuple[Session, PairUp]]) -> Tell:
    """For a mentor of several mentees."""
    blocks: list[Block] = [paragraph("You have several sessions coming up. Which one is the agenda for?")]
    for session, up in coming:
        state = "has an agenda" if session.agenda else "no agenda yet"
        blocks += [
            paragraph(who(up.mentee.slack_id), ", ", when(session.starts_at), f": {state}"),
            buttons(button("Change the agenda" if session.agenda else "Post the agenda", "begin_agenda", session.id)),
        ]
    return Tell(Message(blocks[:MOST_BLOCKS]))


def session_planned(session: Session, up: PairUp) -> Message:
    which = "Your first session" if session.number == 1 else "Your next session"
    return Message(
        [
            paragraph(which, " is on ", bold_when(session), ". Please put it into your calendars."),
            paragraph(who(up.mentor.slack_id), ", post the agenda whenever you are ready."),
            buttons(
                button("Post the agenda", "begin_agenda", session.id, style="primary"),
                button("Move the session", "begin_move", session.id),
            ),
        ]
    )


def session_moved(session: Session, partner: str) -> Message:
    return Message(
        [
            paragraph(who(partner), " moved your session. It is now on ", bold_when(session), "."),
            buttons(button("Move the session", "begin_move", session.id)),
        ]
    )


def agenda_posted(session: Session, up: PairUp) -> Message:
    assert session.agenda is not None
    again = "changed" if session.agenda_version > 1 else "posted"
    return Message(
        [
            paragraph(
                who(up.mentor.slack_id),
                f" {again} the agenda for your session on ",
                when(session.starts_at),
                ":",
            ),
            quote(session.agenda),
            buttons(
                button("Looks good", "agree_to_agenda", f"{session.id}:{session.agenda_version}", style="primary"),
                button("Propose a topic", "begin_topic", session.id),
            ),
        ]
    )


def agenda_agreed(session: Session, up: PairUp) -> Message:
    return Message(
        [paragraph(who(up.mentee.slack_id), " finds your agenda for ", when(session.starts_at), " good. All set!")]
    )


def topic_proposed(session: Session, up: PairUp) -> Message:
    assert session.topic is not None
    return Message(
        [
            paragraph(who(up.mentee.slack_id), " would like to talk about this on ", when(session.starts_at), ":"),
            quote(session.topic),
            buttons(button("Change the agenda", "begin_agenda", session.id)),
            small("You decide what fits. The agenda is yours."),
        ]
    )


def agreed(session: Session, up: PairUp) -> Tell:
    """Takes the place of the agenda's buttons, which have done their work."""
    assert session.agenda is not None
    said = [
        paragraph(who(up.mentor.slack_id), " posted the agenda for your session on ", when(session.starts_at), ":"),
        quote(session.agenda),
        paragraph(bold("You find it good."), " ", who(up.mentor.slack_id), " will hear that."),
    ]
    return Tell(Message(said), replace=True)


def bold_when(session: Session) -> dict[str, Any]:
    return {**when(session.starts_at), "style": {"bold": True}}
