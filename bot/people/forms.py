"""The forms with which people say how they work, and bring in the roster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import Block, Part, bold, bullets, paragraph, who
from bot.core.sentences import Text, _, pgettext, say
from bot.core.submissions import Submission
from bot.people.model import ABOUT, DEPARTMENT, LOCATION, MOST_BLOCKED, Person, level_label
from bot.people.queries import Place
from bot.people.rules.languages import LANGUAGES, languages_for
from bot.people.rules.roster_fields import HIGHEST_LEVEL
from bot.people.rules.zones import LONGEST, UnknownZone, zone_called, zone_label

DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
WHICH_LEVEL = _("Please choose your level.")
MANAGER = _("Manager: {manager}")


@dataclass(frozen=True)
class ProfileForm:
    """None where it was not asked, since the roster says it; empty where nothing was said.

    `starts` and `ends` are whole local hours, `days` digits with 0 for Monday, `manager` and `blocked` Slack ids;
    `zone` is an IANA name, None to follow Slack.
    """

    level: int | None
    department: str | None
    location: str | None
    manager: str | None
    languages: list[str]
    starts: int
    ends: int
    days: str
    about: str
    blocked: list[str]
    zone: str | None
    opened_with: Mapping[str, str]

    callback_id: ClassVar[str] = "profile"

    @classmethod
    def modal(
        cls,
        person: Person,
        place: Place | None,
        manager: str | None,
        levels: Sequence[int],
        blocked: Sequence[str] = (),
        *,
        opened_with: Mapping[str, str],
        typed: Self | None = None,
        notice: Sequence[Block] = (),
    ) -> dict[str, Any]:
        """`manager` and `blocked` are Slack ids that the person named. What the roster says is shown, and not asked.

        `typed` comes back to whoever typed it, since some of it changed meanwhile, as the `notice` says.
        """
        shown = typed or cls._of(person, manager, blocked, opened_with)
        blocks = [*notice, *(_told_by_roster(place) if place else [])]
        blocks += _standing(person, shown, place or Place(), levels)
        blocks.append(
            forms.multi_select(
                "languages",
                _("Languages you could meet in"),
                list(LANGUAGES.items()),
                initial=shown.languages,
                hint=_("Most programs pair people who share one. Leave it empty if any will do."),
            )
        )
        if place is None:
            hint = _("You're never paired with anyone above or below you in your reporting line.")
            blocks.append(
                forms.person_select("manager", _("Your manager"), initial=shown.manager or "", hint=hint, optional=True)
            )
        blocks += _hours(person, shown)
        blocks.append(
            forms.text_input(
                "about",
                _("What should your partner know about you?"),
                lines=True,
                most=ABOUT,
                initial=shown.about,
                optional=True,
                hint=_("Only your partner reads it, when I introduce you."),
            )
        )
        blocks.append(
            forms.people_select(
                "blocked",
                _("People I shouldn't be paired with"),
                initial=shown.blocked,
                hint=_("Only you can see this. It doesn't end a pair you're in; /mentor leave does."),
                optional=True,
                most=MOST_BLOCKED,
            )
        )
        about = {"opened_with": dict(opened_with)}
        title = pgettext("the title of a form, 24 characters at most", "Your profile")
        return forms.modal(cls.callback_id, title, blocks, submit=_("Save"), about=about)

    @classmethod
    def _of(cls, person: Person, manager: str | None, blocked: Sequence[str], opened_with: Mapping[str, str]) -> Self:
        return cls(
            person.level,
            person.department,
            person.location,
            manager,
            person.languages or languages_for(person.locale),
            person.work_starts,
            person.work_ends,
            person.work_days,
            person.about or "",
            list(blocked),
            person.own_tz,
            opened_with,
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        level = department = location = manager = None
        if submission.holds("level"):
            level = _level(submission)
        if submission.holds("department"):
            department = submission.text("department", most=DEPARTMENT, missing=_("Please name your department."))
        if submission.holds("location"):
            location = submission.text("location", most=LOCATION, required=False)
        if submission.holds("manager"):
            manager = submission.person("manager") or ""
        starts = submission.choice("starts", [value for value, _label in _clock(0, 23)])
        ends = submission.choice("ends", [value for value, _label in _clock(1, 24)])
        days = submission.choices("days", [str(day) for day in range(7)])
        if not submission.errors.keys() & {"starts", "ends"} and int(ends) <= int(starts):
            submission.refuse("ends", _("Your working day would end before it starts. Please choose a later hour."))
        if not days:
            submission.refuse("days", _("Please choose at least one day."))
        zone = _zone(submission)
        about = submission.text("about", most=ABOUT, required=False)
        languages = submission.choices("languages", list(LANGUAGES))
        blocked = list(dict.fromkeys(submission.people("blocked")))
        if len(blocked) > MOST_BLOCKED:
            submission.refuse("blocked", _("Please choose {most} people at most."), most=MOST_BLOCKED)
        submission.check()
        return cls(
            level,
            department,
            location,
            manager,
            languages,
            int(starts),
            int(ends),
            "".join(sorted(days)),
            about,
            blocked,
            zone,
            # Nothing in a form that was open while the bot learned to carry it.
            dict(submission.about.get("opened_with") or {}),
        )


def _told_by_roster(place: Place) -> list[Block]:
    facts: list[Part] = []
    if place.level is not None:
        facts.append(say(_("Level: {level}"), level=bold(level_label(place.level))))
    if place.department:
        facts.append(say(_("Department: {department}"), department=bold(place.department)))
    if place.location:
        facts.append(say(_("Location: {location}"), location=bold(place.location)))
    if place.manager:
        facts.append(say(MANAGER, manager=who(place.manager)))
    elif place.manager_email:
        facts.append(say(MANAGER, manager=bold(place.manager_email)))
    facts = facts or [_("Your place in the reporting lines")]
    said = _("I know this from your company’s roster. If it isn't right, tell whoever looks after the roster.")
    return [paragraph(said), bullets(*facts)]


def _standing(person: Person, shown: ProfileForm, place: Place, levels: Sequence[int]) -> list[Block]:
    """Where the roster has fallen silent since, what was not asked when the form was opened is asked anew."""
    blocks: list[Block] = []
    if place.level is None:
        level = person.level if shown.level is None else shown.level
        known = {level} if level is not None else set()
        choices = [(str(one), level_label(one)) for one in sorted({*levels, *known})]
        initial = "" if level is None else str(level)
        blocks.append(forms.select("level", _("Your seniority level"), choices, initial=initial))
    if place.department is None:
        initial = (person.department if shown.department is None else shown.department) or ""
        blocks.append(forms.text_input("department", _("Your department"), most=DEPARTMENT, initial=initial))
    if place.location is None:
        initial = (person.location if shown.location is None else shown.location) or ""
        blocks.append(forms.text_input("location", _("Where you work"), most=LOCATION, initial=initial, optional=True))
    return blocks


def _hours(person: Person, shown: ProfileForm) -> list[Block]:
    return [
        forms.select("starts", _("Your working day starts at"), _clock(0, 23), initial=str(shown.starts)),
        forms.select("ends", _("and ends at"), _clock(1, 24), initial=str(shown.ends)),
        forms.checkboxes(
            "days",
            _("Days on which you work"),
            [(str(number), day) for number, day in enumerate(DAYS)],
            initial=list(shown.days),
            hint=_("Sessions and reminders keep to these days and hours."),
            optional=False,
        ),
        forms.text_input(
            "zone",
            _("Your time zone"),
            most=LONGEST,
            initial=zone_label(shown.zone or ""),
            placeholder=zone_label(person.slack_tz or "Europe/Oslo"),
            hint=_zone_hint(person),
            optional=True,
        ),
    ]


def _zone_hint(person: Person) -> Text:
    if person.slack_tz is None:
        return _("A city, such as Oslo. Leave it empty to follow Slack.")
    said = _("A city, such as Oslo. Leave it empty to follow Slack, where it's {zone} now.")
    return say(said, zone=zone_label(person.slack_tz))


def _clock(first: int, last: int) -> list[forms.Choice]:
    return [(str(hour), f"{hour:02}:00") for hour in range(first, last + 1)]


def _zone(submission: Submission) -> str | None:
    if not (typed := submission.text("zone", most=LONGEST, required=False)):
        return None
    try:
        return zone_called(typed)
    except UnknownZone as unknown:
        submission.errors["zone"] = unknown.words
        return None


def _level(submission: Submission) -> int | None:
    typed = submission.choice("level", missing=WHICH_LEVEL)
    if typed.isascii() and typed.isdigit() and len(typed) < 5 and int(typed) <= HIGHEST_LEVEL:
        return int(typed)
    submission.refuse("level", WHICH_LEVEL)
    return None
