from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from bot.core import forms
from bot.core.answers import Message, Tell
from bot.core.blocks import (
    Block,
    Part,
    bold,
    button,
    buttons,
    listed,
    paragraph,
    quote,
    small,
    when,
    who,
)
from bot.core.submissions import Submission
from bot.pairs.queries import PairUp
from bot.people.model import Person
from bot.sessions.model import AGENDA, TOPIC, Session

MOST_BLOCKS = 50  # in a message


@dataclass(frozen=True)
class AgendaForm:
    session_id: int
    agenda: str

    callback_id: ClassVar[str] = "post_agenda"

    @classmethod
    def modal(cls, session: Session, partner_id: str) -> dict[str, Any]:
        partner = who(partner_id)
        blocks: list[Block] = [paragraph("For your session with ", partner, " on ", when(session.starts_at), ".")]
        if session.topic:
            blocks += [paragraph(partner, " would like to talk about:"), quote(session.topic)]
        blocks.append(
            forms.text_input(
                "agenda",
                "What will you talk about?",
                hint="Two or three points are plenty. Your partner sees it right away and can propose a topic.",
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
    def modal(cls, session: Session, partner_id: str) -> dict[str, Any]:
        return forms.modal(
            cls.callback_id,
            "Propose a topic",
            [
                paragraph("For your session with ", who(partner_id), " on ", when(session.starts_at), "."),
                forms.text_input(
                    "topic",
                    "What would you like to talk about?",
                    hint="No question is too small. Only your partner sees this.",
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


def which_session(coming: Sequence[tuple[Session, str]]) -> Tell:
    """For somebody with several partners (Slack ids)."""
    blocks: list[Block] = [paragraph("You have several sessions coming up. Which one is the agenda for?")]
    for session, partner in coming:
        state = "has an agenda" if session.agenda else "no agenda yet"
        blocks += [
            paragraph(who(partner), ", ", when(session.starts_at), f": {state}"),
            buttons(button("Change the agenda" if session.agenda else "Post the agenda", "begin_agenda", session.id)),
        ]
    return Tell(Message(blocks[:MOST_BLOCKS]))


def session_planned(session: Session, up: PairUp, *, again: bool = False) -> Message:
    """`again`: it had been called off, and takes place after all."""
    which = "Your first session" if session.number == 1 else "Your next session"
    planned: list[Part] = [which, " is on ", bold_when(session), ". Please put it into your calendars."]
    if again:
        planned = ["Your session on ", bold_when(session), " takes place after all."]
    return Message(
        [
            paragraph(*planned),
            paragraph(*_owners(up), ", post the agenda whenever you are ready."),
            buttons(
                button("Post the agenda", "begin_agenda", session.id, style="primary"),
                button("Move the session", "begin_move", session.id),
            ),
        ]
    )


def _owners(up: PairUp) -> list[Part]:
    return listed([who(person.slack_id) for person in up.agenda_owners], last=" or ")


def session_moved(session: Session, up: PairUp, reader: Person) -> Message:
    return Message(
        [
            paragraph(
                who(up.partner_of(reader.id).slack_id), " moved your session. It is now on ", bold_when(session), "."
            ),
            *([buttons(button("Move the session", "begin_move", session.id))] if reader in up.schedulers else []),
        ]
    )


def agenda_posted(session: Session, partner: str, *, both_own_it: bool = False) -> Message:
    """`partner` is the Slack id of whoever posted it."""
    assert session.agenda is not None
    again = "changed" if session.agenda_version > 1 else "posted"
    return Message(
        [
            paragraph(
                who(partner),
                f" {again} the agenda for your session on ",
                when(session.starts_at),
                ":",
            ),
            quote(session.agenda),
            buttons(
                button("Looks good", "agree_to_agenda", f"{session.id}:{session.agenda_version}", style="primary"),
                button("Change the agenda", "begin_agenda", session.id)
                if both_own_it
                else button("Propose a topic", "begin_topic", session.id),
            ),
        ]
    )


def agenda_agreed(session: Session, partner: str) -> Message:
    return Message([paragraph(who(partner), " finds your agenda for ", when(session.starts_at), " good. All set!")])


def topic_proposed(session: Session, partner: str) -> Message:
    assert session.topic is not None
    return Message(
        [
            paragraph(who(partner), " would like to talk about this on ", when(session.starts_at), ":"),
            quote(session.topic),
            buttons(button("Change the agenda", "begin_agenda", session.id)),
            small("You decide what fits. The agenda is yours."),
        ]
    )


def agreed(session: Session, partner: str) -> Tell:
    """Takes the place of the agenda's buttons, which have done their work."""
    assert session.agenda is not None
    said = [
        paragraph(who(partner), " posted the agenda for your session on ", when(session.starts_at), ":"),
        quote(session.agenda),
        paragraph(bold("You find it good."), " ", who(partner), " will hear that."),
    ]
    return Tell(Message(said), replace=True)


def bold_when(session: Session) -> dict[str, Any]:
    return {**when(session.starts_at), "style": {"bold": True}}
