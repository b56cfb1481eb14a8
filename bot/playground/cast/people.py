"""Fjordlight, a made-up maker of lamps: 24 people in seven zones. Nobody here exists."""

import csv
import io
from dataclasses import dataclass

from bot.people.rules.roster_fields import COLUMNS
from bot.playground.slack import StandIn

CHANNELS = ("general", "reverse-mentoring")
ADMIN = "lena"  # of the Slack workspace, so that she may bring in the roster


@dataclass(frozen=True)
class Colleague:
    """`level` is the one that the roster says; `manager` is the handle of whom they report to."""

    handle: str
    name: str
    title: str
    department: str
    level: int
    tz: str
    manager: str = ""
    locale: str = "en-US"

    @property
    def slack_id(self) -> str:
        return f"U0{self.handle.upper()}"

    @property
    def email(self) -> str:
        return _address(self.handle)

    @property
    def location(self) -> str:
        """Each of them works in the city that their zone is named after."""
        return self.tz.rpartition("/")[2].replace("_", " ")


COMPANY = (
    Colleague("lena", "Lena Hoffmann", "Program lead, learning", "People", 4, "Europe/Berlin", "susan"),
    Colleague("ingrid", "Ingrid Solberg", "Chief Executive", "Executive board", 7, "Europe/Oslo", locale="nb-NO"),
    Colleague("rashid", "Rashid Karim", "Chief Financial Officer", "Finance", 7, "Europe/Oslo", "ingrid"),
    Colleague("claire", "Claire Dubois", "Chief Marketing Officer", "Marketing", 7, "Europe/Vienna", "ingrid"),
    Colleague("henrik", "Henrik Lund", "Head of Sales", "Sales", 6, "Europe/Oslo", "ingrid", "nb-NO"),
    Colleague("margaret", "Margaret O’Neill", "Head of Operations", "Operations", 6, "America/New_York", "ingrid"),
    Colleague("wei", "Wei Ling Tan", "Head of Asia Pacific", "Sales", 6, "Asia/Singapore", "henrik"),
    Colleague("johannes", "Johannes Gruber", "Director of Engineering", "Engineering", 6, "Europe/Vienna", "ingrid"),
    Colleague("susan", "Susan Whitfield", "Director of People", "People", 6, "America/Los_Angeles", "ingrid"),
    Colleague("oscar", "Óscar Vidal", "Regional manager", "Sales", 5, "Europe/Berlin", "henrik"),
    Colleague("priya", "Priya Raman", "Engineering manager", "Engineering", 5, "Europe/London", "johannes"),
    Colleague("tom", "Tom Becker", "Brand manager", "Marketing", 4, "Europe/Berlin", "claire"),
    Colleague("astrid", "Astrid Moen", "Controller", "Finance", 4, "Europe/Oslo", "rashid", "nb-NO"),
    Colleague("daniel", "Daniel Kim", "Plant lead", "Operations", 4, "America/New_York", "margaret"),
    Colleague("fatima", "Fatima El Amrani", "Senior designer", "Marketing", 3, "Europe/Vienna", "tom"),
    Colleague("jonas", "Jonas Eide", "Senior developer", "Engineering", 3, "Europe/Oslo", "priya", "nb-NO"),
    Colleague("aiko", "Aiko Mori", "Data scientist", "Engineering", 3, "Asia/Singapore", "priya"),
    Colleague("maya", "Maya Krishnan", "Social media editor", "Marketing", 2, "Europe/Oslo", "tom"),
    Colleague("ben", "Ben Carter", "Sales associate", "Sales", 2, "America/New_York", "oscar"),
    Colleague("sofie", "Sofie Haugen", "Sustainability analyst", "Operations", 2, "Europe/Oslo", "daniel", "nb-NO"),
    Colleague("luca", "Luca Romano", "Developer", "Engineering", 2, "Europe/Berlin", "priya"),
    Colleague("noor", "Noor Haddad", "Recruiter", "People", 2, "Europe/London", "susan"),
    Colleague("zoe", "Zoe Martin", "Trainee", "Finance", 1, "Europe/Oslo", "astrid"),
    Colleague("eli", "Eli Brooks", "Intern", "Marketing", 1, "America/Los_Angeles", "tom"),
)


def move_in(slack: StandIn) -> dict[str, str]:
    """Adds everybody and their channels to the workspace. Returns channel ids by name."""
    for one in COMPANY:
        slack.add_person(
            one.slack_id,
            name=one.handle,
            real_name=one.name,
            tz=one.tz,
            locale=one.locale,
            title=one.title,
            email=one.email,
            is_admin=one.handle == ADMIN,
        )
    members = [one.slack_id for one in COMPANY] + [slack.bot_user_id]
    return {name: slack.add_channel(name, members=members) for name in CHANNELS}


def roster() -> bytes:
    """The company's reporting lines and levels, as its HR system would write them."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for one in COMPANY:
        manager = _address(one.manager) if one.manager else ""
        rows.writerow([one.email, one.name, manager, one.department, one.level, one.location])
    return written.getvalue().encode()


def _address(handle: str) -> str:
    return f"{handle}@fjordlight.example"
