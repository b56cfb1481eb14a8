"""What somebody reads whose profile changed while they had its form open."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.blocks import Block, Part, bold, bullets, clipped, listed, paragraph, who
from bot.people.forms import DAYS
from bot.people.languages import LANGUAGES
from bot.people.model import BY_ROSTER, level_label
from bot.people.zones import zone_label

SHOWN = 200  # characters of what somebody wrote, beside the field in which it may stand, too

LABELS = {
    "level": "Your seniority level",
    "department": "Your department",
    "location": "Where you work",
    "manager": "Your manager",
    "languages": "Languages you could meet in",
    "starts": "Your working day starts at",
    "ends": "Your working day ends at",
    "days": "Days on which you work",
    "about": "What your partner should know about you",
    "blocked": "People I shouldn't pair you with",
    "zone": "Your time zone",
}


def changed_meanwhile(today: Mapping[str, Any]) -> list[Block]:
    """`today` is what holds by now of what they changed, too; by the names in Profile."""
    facts: list[Sequence[Part]] = [[bold(LABELS[name]), ": ", *_said(name, value)] for name, value in today.items()]
    keep = "What you typed is still here: press Save again to keep it, or change it first."
    if all(value == BY_ROSTER for value in today.values()):
        keep = "The rest of what you typed is still here: press Save again to keep it."
    return [paragraph("While this form was open, this changed:"), bullets(*facts), paragraph(keep)]


def _said(name: str, value: Any) -> list[Part]:
    if value == BY_ROSTER:
        return ["your company’s roster says it now, so what you typed there doesn't count"]
    match name:
        case "manager":
            return [who(value) if value else "nobody"]
        case "blocked":
            return listed([who(one) for one in value]) or ["nobody"]
        case "level":
            return [level_label(value)]
        case "languages":
            return listed([LANGUAGES[one] for one in value]) or ["any"]
        case "starts" | "ends":
            return [f"{value:02}:00"]
        case "days":
            return listed([DAYS[int(digit)] for digit in value])
        case "zone":
            return [zone_label(value) if value else "as in Slack"]
        case _:
            return [f"“{clipped(value, SHOWN)}”" if value else "nothing"]
