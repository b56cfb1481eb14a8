"""The forms in which a pair prepares and moves its sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from bot.core import forms
from bot.core.blocks import Block, Part, paragraph, quote, when, who
from bot.core.submissions import Submission
from bot.people.model import Person
from bot.sessions.model import AGENDA, TOPIC, Session

MINUTE = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class AgendaForm:
    session_id: int
    agenda: str

    callback_id: ClassVar[str] = "post_agenda"

    @classmethod
    def modal(cls, session: Session, partner_id: str, *, instead: bool = False) -> dict[str, Any]:
        partner = who(partner_id)
        blocks: list[Block] = [paragraph(*_for_session(session, partner_id, instead=instead))]
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
    def modal(cls, session: Session, partner_id: str, *, instead: bool = False) -> dict[str, Any]:
        return forms.modal(
            cls.callback_id,
            "Propose a topic",
            [
                paragraph(*_for_session(session, partner_id, instead=instead)),
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
    doubted: str = ""  # the time that they have been asked about

    callback_id: ClassVar[str] = "move_session"

    @classmethod
    def modal(cls, session: Session, partner: str, tz: str, *, instead: bool = False) -> dict[str, Any]:
        said: list[Part] = ["Your session with ", who(partner), " is on ", when(session.starts_at), "."]
        if instead:
            said = ["That session is over. The next one with ", who(partner), " is on ", when(session.starts_at), "."]
        return cls._modal(session, tz, session.starts_at, paragraph(*said), {})

    @classmethod
    def doubted_modal(
        cls, session: Session, person: Person, starts_at: datetime, outside_for: Sequence[Person]
    ) -> dict[str, Any]:
        """The same again, saying for whom it is outside their hours, and no more of those; another press keeps it."""
        others = [one for one in outside_for if one is not person]
        if len(outside_for) > 1:
            whose: list[Part] = ["working hours for both of you"]
        else:
            whose = ["the working hours of ", who(others[0].slack_id)] if others else ["your working hours"]
        local = starts_at.astimezone(ZoneInfo(person.tz))
        said = paragraph(when(starts_at), " is outside ", *whose, ". Press Move again to keep it.")
        return cls._modal(session, person.tz, starts_at, said, {"doubted": local.strftime(MINUTE)})

    @classmethod
    def _modal(
        cls, session: Session, tz: str, starts_at: datetime, said: Block, about: dict[str, Any]
    ) -> dict[str, Any]:
        local = starts_at.astimezone(ZoneInfo(tz))
        return forms.modal(
            cls.callback_id,
            "Move the session",
            [
                said,
                forms.date_input("date", "New date", local.date().isoformat()),
                forms.time_input("time", "New time", local.strftime("%H:%M"), hint=f"In your time zone, {tz}."),
            ],
            submit="Move",
            about={"session": session.id, **about},
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        date, time = submission.date("date"), submission.time("time")
        try:
            datetime.fromisoformat(f"{date}T{time}")
        except ValueError:
            submission.errors["date"] = "Please choose a date and a time."
        submission.check()
        return cls(int(submission.about["session"]), date, time, str(submission.about.get("doubted") or ""))

    @property
    def is_meant(self) -> bool:
        """Sent once more, with the very time that they were asked about."""
        return self.doubted == f"{self.date}T{self.time}"

    def starts_at(self, tz: str) -> datetime:
        return datetime.fromisoformat(f"{self.date}T{self.time}").replace(tzinfo=ZoneInfo(tz))


def _for_session(session: Session, partner: str, *, instead: bool) -> list[Part]:
    """`instead` of one that is over, whose button was pressed."""
    if instead:
        return [
            "That session is over. This is for the next one with ",
            who(partner),
            ", on ",
            when(session.starts_at),
            ".",
        ]
    return ["For your session with ", who(partner), " on ", when(session.starts_at), "."]
