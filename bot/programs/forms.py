"""The forms with which leads create a program and change parts of it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import Block, Part, paragraph
from bot.core.sentences import Sentence, _, ngettext, pgettext
from bot.core.submissions import Submission
from bot.programs.model import LENGTHS, NAME, NEED, Footing, Owner, Style
from bot.programs.partner_words import partner_words, read_partner_words
from bot.programs.rules.cadence import HOW_OFTEN, Cadence
from bot.programs.wording import FOOTINGS

STYLES = [
    (Style.INFORMAL.value, _("Informal: light prompts, the two find their own way")),
    (Style.FORMAL.value, _("Formal: with goals and measures")),
]
OWNERS = [
    (Owner.MENTOR.value, _("The junior side")),
    (Owner.MENTEE.value, _("The senior side")),
    (Owner.BOTH.value, _("Either of the two")),
]
CADENCES = [(cadence.value, label) for cadence, label in HOW_OFTEN.items()]
MINUTES = [(str(minutes), ngettext("{count} minute", "{count} minutes", minutes)) for minutes in LENGTHS]


def _name(initial: str = "") -> Block:
    return forms.text_input("name", _("Name"), most=NAME, initial=initial, placeholder=_("Digital natives 2027"))


def _need(initial: str = "") -> Block:
    return forms.text_input(
        "need",
        _("Which business need does it serve?"),
        hint=_("Programs tied to a need last. One or two sentences; everybody who signs up reads them."),
        lines=True,
        most=NEED,
        initial=initial,
        placeholder=_("Our leaders decide about products for customers they no longer understand."),
    )


def _read_name(submission: Submission) -> str:
    return " ".join(submission.text("name", most=NAME, missing=_("Please give it a name.")).split())


def _read_need(submission: Submission) -> str:
    return submission.text("need", most=NEED, missing=_("Please say what it is for."))


def _read_minutes(submission: Submission) -> int:
    chosen = submission.choice("session_minutes", [str(minutes) for minutes in LENGTHS])
    return int(chosen) if chosen.isdecimal() else 0


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
            pgettext("the title of a form, 24 characters at most", "New program"),
            [
                _name(),
                _need(),
                forms.select(
                    "cadence", _("How often does a pair meet?"), CADENCES, initial=Cadence.EVERY_TWO_WEEKS.value
                ),
                forms.select("session_minutes", _("How long is a session?"), MINUTES, initial="60"),
                forms.select("style", _("Style"), STYLES, initial=Style.INFORMAL.value),
                forms.select("footing", _("What are the two called?"), FOOTINGS, initial=Footing.ROLES.value),
                forms.people_select(
                    "leads",
                    _("Who leads the program?"),
                    initial=[lead],
                    hint=_("You, if you choose nobody."),
                    optional=True,
                ),
                forms.channel_select(
                    "channel",
                    _("Where should I announce it?"),
                    hint=_("Optional. First invite Flipside there: /invite @Flipside"),
                ),
                forms.radio(
                    "opens",
                    _("And then?"),
                    [("now", _("Open it for sign-up at once")), ("draft", _("Keep it as a draft for now"))],
                    initial="now",
                ),
            ],
            submit=_("Create"),
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        form = cls(
            name=_read_name(submission),
            need=_read_need(submission),
            style=submission.chosen("style", Style),
            footing=submission.chosen("footing", Footing),
            cadence=submission.chosen("cadence", Cadence),
            session_minutes=_read_minutes(submission),
            leads=submission.people("leads"),
            channel_id=submission.channel("channel"),
            opens=submission.choice("opens", ["now", "draft"]) == "now",
        )
        submission.check()
        return form


@dataclass(frozen=True)
class EditForm(ABC):
    """A part of a program. `values` are by the names of its columns, and `leads`; `confirmed` once asked about."""

    program_id: int
    values: dict[str, Any]
    opened_with: dict[str, str]
    confirmed: bool = False

    callback_id: ClassVar[str]
    title: ClassVar[Sentence]
    fields: ClassVar[tuple[str, ...]]

    @classmethod
    def modal(
        cls,
        program_id: int,
        values: Mapping[str, Any],
        opened_with: Mapping[str, str],
        *,
        notice: Part = "",
        confirmed: bool = False,
    ) -> dict[str, Any]:
        return forms.modal(
            cls.callback_id,
            cls.title,
            [*([paragraph(notice)] if notice else []), *cls._inputs(values)],
            submit=_("Save"),
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
    title = pgettext("the title of a form, 24 characters at most", "Edit the program")
    fields = (
        "name",
        "need",
        "cadence",
        "session_minutes",
        "style",
        "footing",
        "partner_word",
        "partner_plural",
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
            forms.select("cadence", _("How often does a pair meet?"), CADENCES, initial=values["cadence"]),
            forms.select(
                "session_minutes", _("How long is a session?"), MINUTES, initial=str(values["session_minutes"])
            ),
            forms.select("style", _("Style"), STYLES, initial=values["style"]),
            forms.select("footing", _("What are the two called?"), FOOTINGS, initial=values["footing"]),
            *partner_words(values),
            forms.select("agenda_owner", _("Who owns the agenda?"), OWNERS, initial=values["agenda_owner"]),
            forms.select("schedule_owner", _("Who may move sessions?"), OWNERS, initial=values["schedule_owner"]),
            forms.date_input(
                "starts_on",
                _("First day of the season"),
                _iso(values["starts_on"]),
                hint=_("No session is planned before."),
                optional=True,
            ),
            forms.date_input(
                "ends_on",
                _("Last day of the season"),
                _iso(values["ends_on"]),
                hint=_("No session is planned after it; you are reminded to close the program."),
                optional=True,
            ),
            forms.people_select("leads", _("Who leads the program?"), initial=values["leads"], optional=True),
            forms.channel_select("channel", _("Where is it announced?"), initial=values["channel_id"] or ""),
        ]

    @classmethod
    def _values(cls, submission: Submission) -> dict[str, Any]:
        starts_on, ends_on = _day(submission, "starts_on"), _day(submission, "ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            submission.refuse("ends_on", _("The last day comes before the first. Please choose a later one."))
        word, plural = read_partner_words(submission)
        return {
            "name": _read_name(submission),
            "need": _read_need(submission),
            "cadence": submission.chosen("cadence", Cadence),
            "session_minutes": _read_minutes(submission),
            "style": submission.chosen("style", Style),
            "footing": submission.chosen("footing", Footing),
            "partner_word": word,
            "partner_plural": plural,
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
        submission.refuse(field, _("Please choose a date."))
        return None
