"""The forms with which leads create a program and change parts of it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import Block, paragraph
from bot.core.submissions import Submission
from bot.programs.model import LENGTHS, NAME, NEED, PARTNER_WORD, Footing, Owner, Style
from bot.programs.rules.cadence import Cadence
from bot.programs.wording import FOOTINGS

STYLES = [
    (Style.INFORMAL.value, "Informal: light prompts, the two find their own way"),
    (Style.FORMAL.value, "Formal: with goals and measures"),
]
OWNERS = [
    (Owner.MENTOR.value, "The junior side"),
    (Owner.MENTEE.value, "The senior side"),
    (Owner.BOTH.value, "Either of the two"),
]
CADENCES = [(cadence.value, cadence.label) for cadence in Cadence]
MINUTES = [(str(minutes), f"{minutes} minutes") for minutes in LENGTHS]


def _name(initial: str = "") -> Block:
    return forms.text_input("name", "Name", most=NAME, initial=initial, placeholder="Digital natives 2027")


def _need(initial: str = "") -> Block:
    return forms.text_input(
        "need",
        "Which business need does it serve?",
        hint="Programs tied to a need last. One or two sentences; everybody who signs up reads them.",
        lines=True,
        most=NEED,
        initial=initial,
        placeholder="Our leaders decide about products for customers they no longer understand.",
    )


def _read_name(submission: Submission) -> str:
    return " ".join(submission.text("name", most=NAME, missing="Please give it a name.").split())


def _read_need(submission: Submission) -> str:
    return submission.text("need", most=NEED, missing="Please say what it is for.")


@dataclass(frozen=True)
class ProgramForm:
    name: str
    need: str
    style: Style
    footing: Footing
    cadence: Cadence
    session_minutes: int
    leads: list[str]
    channel_id: str | None
    opens: bool

    callback_id: ClassVar[str] = "create_program"

    @classmethod
    def modal(cls, lead: str) -> dict[str, Any]:
        return forms.modal(
            cls.callback_id,
            "New program",
            [
                _name(),
                _need(),
                forms.select("cadence", "How often does a pair meet?", CADENCES, initial=Cadence.EVERY_TWO_WEEKS.value),
                forms.select("session_minutes", "How long is a session?", MINUTES, initial="60"),
                forms.select("style", "Style", STYLES, initial=Style.INFORMAL.value),
                forms.select("footing", "What are the two called?", FOOTINGS, initial=Footing.ROLES.value),
                forms.people_select(
                    "leads", "Who leads the program?", initial=[lead], hint="You, if you choose nobody.", optional=True
                ),
                forms.channel_select(
                    "channel",
                    "Where shall it be announced?",
                    hint="Optional. First invite Flipside there: /invite @Flipside",
                ),
                forms.radio(
                    "opens",
                    "And then?",
                    [("now", "Open it for sign-up at once"), ("draft", "Keep it as a draft for now")],
                    initial="now",
                ),
            ],
            submit="Create",
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        name, need = _read_name(submission), _read_need(submission)
        cadence = submission.choice("cadence", list(Cadence))
        minutes = submission.choice("session_minutes", [str(minutes) for minutes in LENGTHS])
        style = submission.choice("style", list(Style))
        footing = submission.choice("footing", list(Footing))
        opens = submission.choice("opens", ["now", "draft"])
        submission.check()
        return cls(
            name,
            need,
            Style(style),
            Footing(footing),
            Cadence(cadence),
            int(minutes),
            submission.people("leads"),
            submission.channel("channel"),
            opens == "now",
        )


@dataclass(frozen=True)
class EditForm(ABC):
    """A part of a program. `values` are by the names of its columns, and `leads`; `confirmed` once asked about."""

    program_id: int
    values: dict[str, Any]
    opened_with: dict[str, str]
    confirmed: bool = False

    callback_id: ClassVar[str]
    title: ClassVar[str]
    fields: ClassVar[tuple[str, ...]]

    @classmethod
    def modal(
        cls,
        program_id: int,
        values: Mapping[str, Any],
        opened_with: Mapping[str, str],
        *,
        notice: str = "",
        confirmed: bool = False,
    ) -> dict[str, Any]:
        return forms.modal(
            cls.callback_id,
            cls.title,
            [*([paragraph(notice)] if notice else []), *cls._inputs(values)],
            submit="Save",
            about={"program": program_id, "opened_with": dict(opened_with), "confirmed": confirmed},
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        about = submission.about
        values = cls._values(submission)
        submission.check()
        return cls(int(about["program"]), values, dict(about["opened_with"]), bool(about["confirmed"]))

    @classmethod
    @abstractmethod
    def _inputs(cls, values: Mapping[str, Any]) -> list[Block]:
        """The fields of this part, filled in with `values`."""

    @classmethod
    @abstractmethod
    def _values(cls, submission: Submission) -> dict[str, Any]:
        """What was typed into them, by the names in `fields`; what is wrong is noted in the submission."""


class BasicsForm(EditForm):
    callback_id = "edit_program"
    title = "Edit the program"
    fields = (
        "name",
        "need",
        "cadence",
        "session_minutes",
        "style",
        "footing",
        "partner_word",
        "agenda_owner",
        "schedule_owner",
        "starts_on",
        "ends_on",
        "leads",
        "channel_id",
    )

    @classmethod
    def _inputs(cls, values: Mapping[str, Any]) -> list[Block]:
        return [
            _name(values["name"]),
            _need(values["need"]),
            forms.select("cadence", "How often does a pair meet?", CADENCES, initial=values["cadence"]),
            forms.select("session_minutes", "How long is a session?", MINUTES, initial=str(values["session_minutes"])),
            forms.select("style", "Style", STYLES, initial=values["style"]),
            forms.select("footing", "What are the two called?", FOOTINGS, initial=values["footing"]),
            forms.text_input(
                "partner_word",
                "On equal footing, what is each of them called?",
                most=PARTNER_WORD,
                initial=values["partner_word"],
                optional=True,
                hint="For one of them: “learning partner”. Not used where they are mentor and mentee.",
            ),
            forms.select("agenda_owner", "Who owns the agenda?", OWNERS, initial=values["agenda_owner"]),
            forms.select("schedule_owner", "Who may move sessions?", OWNERS, initial=values["schedule_owner"]),
            forms.date_input(
                "starts_on",
                "First day of the season",
                _iso(values["starts_on"]),
                hint="No session is planned before.",
                optional=True,
            ),
            forms.date_input(
                "ends_on",
                "Last day of the season",
                _iso(values["ends_on"]),
                hint="No session is planned after it; you are reminded to close the program.",
                optional=True,
            ),
            forms.people_select("leads", "Who leads the program?", initial=values["leads"], optional=True),
            forms.channel_select("channel", "Where is it announced?", initial=values["channel_id"] or ""),
        ]

    @classmethod
    def _values(cls, submission: Submission) -> dict[str, Any]:
        starts_on, ends_on = _day(submission, "starts_on"), _day(submission, "ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            submission.errors["ends_on"] = "The last day comes before the first. Please choose a later one."
        word = " ".join(submission.text("partner_word", most=PARTNER_WORD, required=False).split())
        return {
            "name": _read_name(submission),
            "need": _read_need(submission),
            "cadence": submission.chosen("cadence", Cadence),
            "session_minutes": int(submission.choice("session_minutes", [str(one) for one in LENGTHS]) or 0),
            "style": submission.chosen("style", Style),
            "footing": submission.chosen("footing", Footing),
            "partner_word": word or "learning partner",
            "agenda_owner": submission.chosen("agenda_owner", Owner),
            "schedule_owner": submission.chosen("schedule_owner", Owner),
            "starts_on": starts_on,
            "ends_on": ends_on,
            "leads": sorted(set(submission.people("leads"))),
            "channel_id": submission.channel("channel"),
        }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(submission: Submission, field: str) -> date | None:
    try:
        return date.fromisoformat(typed) if (typed := submission.date(field)) else None
    except ValueError:
        submission.errors[field] = "Please choose a date."
        return None
