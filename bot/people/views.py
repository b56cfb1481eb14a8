from collections.abc import Sequence
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import Block, Part, bold, bullets, button, buttons, clipped, code, paragraph, small
from bot.people.forms import DAYS
from bot.people.model import Finding, Person, RosterUpload

LINE = 300  # characters of a line about a file; twenty of them have to fit into one message
MEND = "Nothing was changed. Mend these lines and bring the file again."


def asking_slack() -> Tell:
    said = "I am just asking Slack whether you are an admin of this workspace; only they can bring in the roster. "
    return Tell(Message([paragraph(said, "Please try again in a moment.")]))


def roster_taken() -> Tell:
    return Tell(Message([paragraph("Thank you. I am reading your file, and will tell you here what it would change.")]))


def roster_checked(upload: RosterUpload) -> Message:
    report = upload.report
    if report["finding"] != Finding.CHANGES:
        return _not_imported(report)
    ask = ("Import the roster?", "Everybody in the file gets the level and the manager that it says.", "Import")
    blocks = [paragraph("I have read your roster: ", bold(report["summary"]), "."), _lines(report["lines"])]
    if report["ignored"]:
        blocks.append(paragraph("Columns that I do not use: ", ", ".join(report["ignored"]), "."))
    return Message(
        [
            *blocks,
            buttons(
                button("Import", "import_roster", upload.id, style="primary", ask_first=ask),
                button("Do not import", "decline_roster", upload.id),
            ),
            small("Nothing has been changed yet."),
        ]
    )


def roster_imported(upload: RosterUpload) -> Message:
    report = upload.report
    if report["finding"] != Finding.IMPORTED:
        return _not_imported(report, since_checked=True)
    return Message(
        [
            paragraph("The roster is imported: ", bold(report["summary"]), "."),
            paragraph("People who know me already get their level and department from it in the next minutes."),
        ]
    )


def _not_imported(report: dict[str, Any], *, since_checked: bool = False) -> Message:
    match report["finding"]:
        case Finding.NOTHING_NEW:
            return Message([paragraph("The roster is already as your file says. Nothing was changed.")])
        case Finding.PROBLEMS:
            count = "1 problem" if report["count"] == 1 else f"{report['count']:,} problems"
            changed = " The roster has changed since I read it first." if since_checked else ""
            return Message([paragraph(f"Your roster has {count}.{changed}"), _lines(report["lines"]), paragraph(MEND)])
        case _:
            said = paragraph("I cannot use this file as a roster. ", str(report["reason"]))
            again = paragraph("Nothing was changed. To try again, type ", code("/mentor roster"), ".")
            return Message([said, again])


def _lines(lines: Sequence[str]) -> Block:
    return bullets(*[[clipped(line, LINE)] for line in lines])


def roster_being_imported() -> Tell:
    return Tell(
        Message([paragraph("I am importing the roster, and will tell you here when it is done.")]), replace=True
    )


def roster_declined() -> Tell:
    return Tell(Message([paragraph("All right, I leave the roster as it is. Nothing was changed.")]), replace=True)


def profile_saved(person: Person) -> Tell:
    days = ", ".join(DAYS[int(day)] for day in person.work_days)
    said: list[Part] = ["Saved. You work from ", bold(f"{person.work_starts:02}:00 to {person.work_ends:02}:00")]
    said += [f", {person.tz}: {days}. Sessions and reminders keep to that."]
    return Tell(Message([paragraph(*said)]))
