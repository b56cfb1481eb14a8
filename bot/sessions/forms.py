"""The forms in which a pair prepares and moves its sessions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from bot.core import forms
from bot.core.blocks import Block, paragraph, quote, when, who
from bot.core.editing import changed_since, fingerprints
from bot.core.sentences import Part, Sentence, _, pgettext, say
from bot.core.submissions import Submission
from bot.people.model import Person
from bot.sessions.model import AGENDA, TOPIC, Session

MINUTE = "%Y-%m-%dT%H:%M"

OUTSIDE_FOR_BOTH = _("{when} is outside working hours for both of you. Press Move again to keep it.")
OUTSIDE_FOR_PARTNER = _("{when} is outside the working hours of {partner}. Press Move again to keep it.")
OUTSIDE_FOR_YOU = _("{when} is outside your working hours. Press Move again to keep it.")

AGENDA_CHANGED = _("The agenda changed while this form was open. It now says:")
TOPIC_CHANGED = _("Your topic changed while this form was open. It now says:")
POST_AGAIN = _("What you wrote is still below: press Post again to replace what is there, or combine the two first.")
PROPOSE_AGAIN = _(
    "What you wrote is still below: press Propose again to replace what is there, or combine the two first."
)


@dataclass(frozen=True)
class AgendaForm:
    session_id: int
    agenda: str
    opened_with: Mapping[str, str]

    callback_id: ClassVar[str] = "post_agenda"

    @classmethod
    def modal(
        cls, session: Session, partner_id: str, *, instead: bool = False, typed: str | None = None
    ) -> dict[str, Any]:
        """`typed` comes back to whoever typed it, since the agenda has changed meanwhile."""
        blocks: list[Block] = [paragraph(_for_session(session, partner_id, instead=instead))]
        if typed is not None:
            blocks += _changed_meanwhile(AGENDA_CHANGED, session.agenda, POST_AGAIN)
        if session.topic:
            asks = say(_("{partner} would like to talk about:"), partner=who(partner_id))
            blocks += [paragraph(asks), quote(session.topic)]
        blocks.append(
            forms.text_input(
                "agenda",
                _("What will you talk about?"),
                hint=_("Two or three points are plenty. Your partner sees it right away and can propose a topic."),
                lines=True,
                most=AGENDA,
                initial=session.agenda or "" if typed is None else typed,
                placeholder=_("How young customers find us. Ten minutes of scrolling together. Your questions."),
            )
        )
        title = (
            pgettext("the title of a form, 24 characters at most", "Change the agenda")
            if session.agenda
            else pgettext("the title of a form, 24 characters at most", "Post the agenda")
        )
        about = {"session": session.id, "opened_with": fingerprints(_agenda_of(session))}
        return forms.modal(cls.callback_id, title, blocks, submit=_("Post"), about=about)

    @classmethod
    def read(cls, submission: Submission) -> Self:
        agenda = submission.text("agenda", most=AGENDA, missing=_("Please write at least one point."))
        submission.check()
        return cls(int(submission.about["session"]), agenda, _opened_with(submission))

    def would_overwrite(self, session: Session) -> bool:
        """What somebody, or they in another window, posted after this form was opened."""
        return self.agenda != session.agenda and bool(changed_since(_agenda_of(session), self.opened_with))


@dataclass(frozen=True)
class TopicForm:
    session_id: int
    topic: str
    opened_with: Mapping[str, str]

    callback_id: ClassVar[str] = "propose_topic"

    @classmethod
    def modal(
        cls, session: Session, partner_id: str, *, instead: bool = False, typed: str | None = None
    ) -> dict[str, Any]:
        """`typed` as in the form for the agenda."""
        changed = [] if typed is None else _changed_meanwhile(TOPIC_CHANGED, session.topic, PROPOSE_AGAIN)
        return forms.modal(
            cls.callback_id,
            pgettext("the title of a form, 24 characters at most", "Propose a topic"),
            [
                paragraph(_for_session(session, partner_id, instead=instead)),
                *changed,
                forms.text_input(
                    "topic",
                    _("What would you like to talk about?"),
                    hint=_("No question is too small. Only your partner sees this."),
                    lines=True,
                    most=TOPIC,
                    initial=session.topic or "" if typed is None else typed,
                ),
            ],
            submit=_("Propose"),
            about={"session": session.id, "opened_with": fingerprints(_topic_of(session))},
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        topic = submission.text("topic", most=TOPIC, missing=_("Please write a word or two."))
        submission.check()
        return cls(int(submission.about["session"]), topic, _opened_with(submission))

    def would_overwrite(self, session: Session) -> bool:
        return self.topic != session.topic and bool(changed_since(_topic_of(session), self.opened_with))


@dataclass(frozen=True)
class MoveForm:
    session_id: int
    date: str
    time: str
    opened_with: Mapping[str, str]
    doubted: str = ""  # the time that they have been asked about

    callback_id: ClassVar[str] = "move_session"

    @classmethod
    def modal(cls, session: Session, partner: str, tz: str, *, instead: bool = False) -> dict[str, Any]:
        said = _("Your session with {partner} is on {when}.")
        if instead:
            said = _("That session is over. The next one with {partner} is on {when}.")
        told = paragraph(say(said, partner=who(partner), when=when(session.starts_at)))
        return cls._modal(session, tz, session.starts_at, told, {})

    @classmethod
    def moved_meanwhile_modal(cls, session: Session, partner: str, tz: str, starts_at: datetime) -> dict[str, Any]:
        """Says when the session is by now, and keeps the time that was chosen; another press means it."""
        said = _(
            "While this form was open, your session with {partner} was moved to {when}. The time you chose is still "
            "here: press Move again to keep it, or choose another one."
        )
        told = paragraph(say(said, partner=who(partner), when=when(session.starts_at)))
        return cls._modal(session, tz, starts_at, told, {})

    @classmethod
    def doubted_modal(
        cls, session: Session, person: Person, starts_at: datetime, outside_for: Sequence[Person]
    ) -> dict[str, Any]:
        """The same again, saying for whom it is outside their hours, and no more of those; another press keeps it."""
        others = [one for one in outside_for if one is not person]
        if len(outside_for) > 1:
            said = say(OUTSIDE_FOR_BOTH, when=when(starts_at))
        elif others:
            said = say(OUTSIDE_FOR_PARTNER, when=when(starts_at), partner=who(others[0].slack_id))
        else:
            said = say(OUTSIDE_FOR_YOU, when=when(starts_at))
        local = starts_at.astimezone(ZoneInfo(person.tz))
        return cls._modal(session, person.tz, starts_at, paragraph(said), {"doubted": local.strftime(MINUTE)})

    @classmethod
    def _modal(
        cls, session: Session, tz: str, starts_at: datetime, said: Block, about: dict[str, Any]
    ) -> dict[str, Any]:
        local = starts_at.astimezone(ZoneInfo(tz))
        hint = say(_("In your time zone, {zone}."), zone=tz)
        return forms.modal(
            cls.callback_id,
            pgettext("the title of a form, 24 characters at most", "Move the session"),
            [
                said,
                forms.date_input("date", _("New date"), local.date().isoformat()),
                forms.time_input("time", _("New time"), local.strftime("%H:%M"), hint=hint),
            ],
            submit=_("Move"),
            about={"session": session.id, "opened_with": fingerprints(_time_of(session)), **about},
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        date, time = submission.date("date"), submission.time("time")
        try:
            datetime.fromisoformat(f"{date}T{time}")
        except ValueError:
            submission.refuse("date", _("Please choose a date and a time."))
        submission.check()
        about = submission.about
        return cls(int(about["session"]), date, time, _opened_with(submission), str(about.get("doubted") or ""))

    @property
    def is_meant(self) -> bool:
        """Sent once more, with the very time that they were asked about."""
        return self.doubted == f"{self.date}T{self.time}"

    def would_overwrite(self, session: Session, tz: str) -> bool:
        """A time to which the session was moved after this form was opened."""
        return self.starts_at(tz) != session.starts_at and bool(changed_since(_time_of(session), self.opened_with))

    def starts_at(self, tz: str) -> datetime:
        return datetime.fromisoformat(f"{self.date}T{self.time}").replace(tzinfo=ZoneInfo(tz))


def _for_session(session: Session, partner: str, *, instead: bool) -> Part:
    """`instead` of one that is over, whose button was pressed."""
    said = _("For your session with {partner} on {when}.")
    if instead:
        said = _("That session is over. This is for the next one with {partner}, on {when}.")
    return say(said, partner=who(partner), when=when(session.starts_at))


def _agenda_of(session: Session) -> dict[str, str]:
    return {"agenda": session.agenda or ""}


def _topic_of(session: Session) -> dict[str, str]:
    return {"topic": session.topic or ""}


def _time_of(session: Session) -> dict[str, str]:
    return {"starts_at": session.starts_at.astimezone(UTC).isoformat()}


def _opened_with(submission: Submission) -> dict[str, str]:
    """Nothing in a form that was open while the bot learned to carry it: any change is asked about then."""
    return dict(submission.about.get("opened_with") or {})


def _changed_meanwhile(what: Sentence, today: str | None, again: Sentence) -> list[Block]:
    return [paragraph(what), quote(today or ""), paragraph(again)]
