from collections.abc import Iterator, Sequence
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import (
    Block,
    Part,
    bold,
    bullets,
    button,
    buttons,
    clipped,
    command_button,
    listed,
    paragraph,
    small,
    who,
)
from bot.people.forms import DAYS
from bot.people.model import Finding, Person, RosterUpload
from bot.people.zones import zone_label

LINE = 300  # characters of a line about a file; twenty of them have to fit into one message
FIX = "Nothing was changed. Fix these lines and upload the file again."

AGAIN = buttons(command_button("Upload the file again", "roster"))


def asking_slack() -> Tell:
    said = "I'm just asking Slack whether you're an admin of this workspace; only admins can upload the roster. "
    again = buttons(command_button("Try again", "roster"))
    return Tell(Message([paragraph(said, "Please try again in a moment."), again]))


def roster_taken() -> Tell:
    return Tell(
        Message([paragraph("Thanks, I've got your file. I'll read it now and tell you here what it would change.")])
    )


def roster_checked(upload: RosterUpload) -> Message:
    report = upload.report
    if report["finding"] != Finding.CHANGES:
        return _not_imported(report)
    ask = ("Import the roster?", "Everyone in the file gets the level and the manager that it gives them.", "Import")
    blocks = [paragraph("I've read your roster: ", bold(report["summary"]), "."), _lines(report["lines"])]
    if report["ignored"]:
        blocks.append(paragraph("Columns that I don't use: ", ", ".join(report["ignored"]), "."))
    return Message(
        [
            *blocks,
            buttons(
                button("Import", "import_roster", upload.id, style="primary", ask_first=ask),
                button("Don't import", "decline_roster", upload.id),
            ),
            small("Nothing has changed yet."),
        ]
    )


def roster_imported(upload: RosterUpload) -> Message:
    report = upload.report
    if report["finding"] != Finding.IMPORTED:
        return _not_imported(report, since_checked=True)
    return Message(
        [
            paragraph("Your roster is imported: ", bold(report["summary"]), "."),
            paragraph("People I already know get their level and department from it within the next few minutes."),
        ]
    )


def _not_imported(report: dict[str, Any], *, since_checked: bool = False) -> Message:
    match report["finding"]:
        case Finding.NOTHING_NEW:
            return Message([paragraph("The roster already says what your file says. Nothing was changed.")])
        case Finding.PROBLEMS:
            count = "1 problem" if report["count"] == 1 else f"{report['count']:,} problems"
            changed = " The roster has changed since I first read it." if since_checked else ""
            said = paragraph(f"Your roster has {count}.{changed}")
            return Message([said, _lines(report["lines"]), paragraph(FIX), AGAIN])
        case _:
            said = paragraph("I can't use this file as a roster. ", str(report["reason"]))
            return Message([said, paragraph("Nothing was changed."), AGAIN])


def _lines(lines: Sequence[str]) -> Block:
    return bullets(*[[clipped(line, LINE)] for line in lines])


def roster_being_imported() -> Tell:
    return Tell(
        Message([paragraph("I'm importing the roster now, and I'll tell you here when it's done.")]), replace=True
    )


def roster_declined() -> Tell:
    return Tell(Message([paragraph("All right, the roster stays as it is.")]), replace=True)


def profile_saved(person: Person, manager: str | None = None, blocked: int = 0) -> Tell:
    """`manager` is the Slack id of whom they named. Whom they block is not repeated: the message stays in Slack."""
    told = [paragraph("Your profile is saved."), bullets(*_follows(person, manager, blocked))]
    return Tell(Message([*told, buttons(command_button("Edit my profile", "profile"))]))


def _follows(person: Person, manager: str | None, blocked: int) -> Iterator[list[Part]]:
    hours = bold(f"{person.work_starts:02}:00 to {person.work_ends:02}:00")
    zone = f"{zone_label(person.tz)} time" + ("" if person.own_tz else ", as in Slack")
    yield ["I keep sessions and reminders to ", hours, f" on {_days(person.work_days)} ({zone})."]
    if person.about:
        yield ["Your partner reads what you wrote about yourself when I introduce you."]
    if manager:
        yield [who(manager), " is your manager: I never pair you within your reporting line."]
    if blocked:
        people = "the person" if blocked == 1 else f"the {blocked} people"
        yield [f"I won't pair you with {people} you named. Only you can see this."]


def _days(digits: str) -> str:
    """Monday to Friday, or the days one by one."""
    days = [DAYS[int(digit)] for digit in digits]
    if len(days) > 2 and digits in "0123456":
        return f"{days[0]} to {days[-1]}"
    return "".join(str(part) for part in listed(days))
