"""What people see of the roster and of their profile, for the golden files."""

from collections.abc import Callable
from typing import Any

from bot.core.answers import Message, Tell
from bot.people import views
from bot.people.forms import ProfileForm, RosterForm
from bot.people.model import BY_ROSTER, Finding, Person, RosterUpload
from bot.people.profile_views import changed_meanwhile
from bot.people.queries import Place
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


CHANGES = upload(
    Finding.CHANGES,
    summary="2 new, 1 changed, 312 as they were",
    lines=[
        "new: zoe@x.com, level 1, Finance, Oslo, reports to astrid@x.com",
        "changed: maya@x.com: department none → <!channel>",
    ],
    ignored=["shoe size"],
)
PROBLEMS = upload(
    Finding.PROBLEMS,
    count=22,
    lines=["Line 2 (Zoe): level “high” is not a whole number from 0 to 1000.", "… and 21 more."],
)
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
    "roster_unreadable": lambda: views.roster_checked(upload(Finding.UNREADABLE, reason="The file is empty.")),
    "roster_being_imported": views.roster_being_imported,
    "roster_declined": views.roster_declined,
    "roster_imported": lambda: views.roster_imported(
        upload(Finding.IMPORTED, summary="2 new, 1 changed, 312 as they were")
    ),
    "roster_problems_at_import": lambda: views.roster_imported(PROBLEMS),
}
