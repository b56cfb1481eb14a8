"""What somebody reads whose profile changed while they had its form open."""

from collections.abc import Mapping
from typing import Any

from bot.core.blocks import Block, Part, bold, bullets, clipped, paragraph, who
from bot.core.sentences import _, all_of, say
from bot.people.forms import DAYS
from bot.people.model import BY_ROSTER, level_label
from bot.people.rules.languages import LANGUAGES
from bot.people.rules.zones import zone_label

SHOWN = 200  # characters of what somebody wrote, beside the field in which it may stand, too

LABELS = {
    "level": _("Your seniority level"),
    "department": _("Your department"),
    "location": _("Where you work"),
    "manager": _("Your manager"),
    "languages": _("Languages you could meet in"),
    "starts": _("Your working day starts at"),
    "ends": _("Your working day ends at"),
    "days": _("Days on which you work"),
    "about": _("What your partner should know about you"),
    "blocked": _("People I shouldn't pair you with"),
    "zone": _("Your time zone"),
}


def changed_meanwhile(today: Mapping[str, Any]) -> list[Block]:
    """`today` is what holds by now of what they changed, too; by the names in Profile."""
    facts = [say(_("{what}: {now}"), what=bold(LABELS[name]), now=_said(name, value)) for name, value in today.items()]
    keep = _("What you typed is still here: press Save again to keep it, or change it first.")
    if all(value == BY_ROSTER for value in today.values()):
        keep = _("The rest of what you typed is still here: press Save again to keep it.")
    return [paragraph(_("While this form was open, this changed:")), bullets(*facts), paragraph(keep)]


def _said(name: str, value: Any) -> Part:
    if value == BY_ROSTER:
        return say(_("your company’s roster says it now, so what you typed there doesn't count"))
    match name:
        case "manager" | "blocked" if not value:
            return say(_("nobody"))
        case "manager":
            return who(value)
        case "blocked":
            return all_of([who(one) for one in value])
        case "level":
            return level_label(value)
        case "languages":
            return all_of([LANGUAGES[one] for one in value]) if value else say(_("any"))
        case "starts" | "ends":
            return f"{value:02}:00"
        case "days":
            return all_of([DAYS[int(digit)] for digit in value])
        case "zone":
            return zone_label(value) if value else say(_("as in Slack"))
        case _:
            return say(_("“{text}”"), text=clipped(value, SHOWN)) if value else say(_("nothing"))
