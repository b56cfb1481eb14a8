"""What people see of the roster and of their profile, for the golden files."""

from collections.abc import Callable
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.sentences import _
from bot.people import views
from bot.people.forms import ProfileForm
from bot.people.model import BY_ROSTER, Finding, Person, RosterUpload
from bot.people.profile_views import changed_meanwhile
from bot.people.queries import Place
from bot.people.roster import Plan, RosterChange, examples
from bot.people.roster_form import RosterForm
from bot.people.rules.roster_fields import COLUMNS
from bot.people.rules.roster_file import Problem, RosterFile, read_roster, told
from tests.people_and_pairs import person


def upload(finding: Finding, **report: Any) -> RosterUpload:
    return RosterUpload(id=7, report={"finding": finding, **report})


def zoe() -> Person:
    zoe = person(1)
    zoe.level, zoe.department, zoe.location, zoe.languages = 12, "Finance <!channel>", "Oslo", ["no", "en"]
    zoe.work_starts, zoe.work_ends, zoe.work_days, zoe.about = 8, 16, "0123", "I like *stars*."
    return zoe


def in_tokyo() -> Person:
    somebody = person(1)
    somebody.slack_tz = somebody.tz
    somebody.choose_zone("Asia/Tokyo")
    return somebody


def _file(*lines: str) -> RosterFile:
    return read_roster("\n".join([",".join(COLUMNS), *lines]).encode())


ZOE, ANOTHER, MAYA = _file(
    "zoe@x.com,,astrid@x.com,Finance,1,Oslo", "astrid@x.com,,,,,", "maya@x.com,,,<!channel>,,"
).lines
PLAN = Plan("T1", [ZOE, ANOTHER], [RosterChange(MAYA, 3, None, {"department": (None, "<!channel>")})], unchanged=312)
CHANGES = upload(
    Finding.CHANGES,
    summary=PLAN.summary.stored(),
    lines=[line.stored() for line in examples(PLAN)],
    ignored=["shoe size"],
)
PROBLEMS = upload(
    Finding.PROBLEMS,
    count=22,
    lines=[
        line.stored()
        for line in told([*_file("z@x.com,Zoe,,,high,").problems, *[Problem(3, "", _("{column} is missing"))] * 21], 1)
    ],
)
UNREADABLE = upload(Finding.UNREADABLE, reason=_("The file is empty.").stored())
PLACE = Place(2, "Finance", "Oslo", "U5")
TYPED = ProfileForm(3, "Legal", "Rome", "U8", ["it"], 7, 15, "01234", "I like moons.", ["U9"], "Europe/Rome", {})

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "profile_form": lambda: ProfileForm.modal(person(1), None, None, [1, 2, 3], opened_with={}),
    "profile_form_again": lambda: ProfileForm.modal(zoe(), None, "U5", [1, 2, 3], ["U6", "U7"], opened_with={}),
    "profile_form_with_own_zone": lambda: ProfileForm.modal(in_tokyo(), None, None, [1, 2, 3], opened_with={}),
    "profile_form_with_roster": lambda: ProfileForm.modal(zoe(), PLACE, None, [], opened_with={}),
    "profile_form_with_silent_roster": lambda: ProfileForm.modal(
        person(1), Place(manager_email="astrid@x.com"), None, [1, 2], opened_with={}
    ),
    "profile_form_changed_meanwhile": lambda: ProfileForm.modal(
        zoe(),
        PLACE,
        None,
        [],
        opened_with={},
        typed=TYPED,
        notice=changed_meanwhile(
            {
                "level": BY_ROSTER,
                "manager": "U5",
                "languages": ["no", "en"],
                "starts": 8,
                "days": "0123",
                "about": "I like *stars*. <!channel>",
                "blocked": ["U6", "U7"],
                "zone": None,
            }
        ),
    ),
    "profile_form_after_a_roster": lambda: ProfileForm.modal(
        zoe(), PLACE, None, [], opened_with={}, typed=TYPED, notice=changed_meanwhile({"level": BY_ROSTER})
    ),
    "profile_saved": lambda: views.profile_saved(zoe(), "U5", 2),
    "profile_saved_with_own_zone": lambda: views.profile_saved(in_tokyo(), blocked=1),
    "roster_form": RosterForm.modal,
    "roster_asking_slack": views.asking_slack,
    "roster_taken": views.roster_taken,
    "roster_changes": lambda: views.roster_checked(CHANGES),
    "roster_problems": lambda: views.roster_checked(PROBLEMS),
    "roster_nothing_new": lambda: views.roster_checked(upload(Finding.NOTHING_NEW)),
    "roster_unreadable": lambda: views.roster_checked(UNREADABLE),
    "roster_being_imported": views.roster_being_imported,
    "roster_declined": views.roster_declined,
    "roster_imported": lambda: views.roster_imported(upload(Finding.IMPORTED, summary=PLAN.summary.stored())),
    "roster_problems_at_import": lambda: views.roster_imported(PROBLEMS),
}
