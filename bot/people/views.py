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
    paragraph,
    small,
    who,
)
from bot.core.sentences import _, all_of, ngettext, one_by_one, say, together, told_in
from bot.people.forms import DAYS
from bot.people.model import Finding, Person, RosterUpload
from bot.people.rules.zones import zone_label

LINE = 300  # characters of a line about a file; twenty of them have to fit into one message


def _again() -> Block:
    return buttons(command_button(_("Upload the file again"), "roster"))


def asking_slack() -> Tell:
    said = _(
        "I'm just asking Slack whether you're an admin of this workspace; only admins can upload the roster. Please "
        "try again in a moment."
    )
    return Tell(Message([paragraph(said), buttons(command_button(_("Try again"), "roster"))]))


def roster_taken() -> Tell:
    said = _("Thanks, I've got your file. I'll read it now and tell you here what it would change.")
    return Tell(Message([paragraph(said)]))


def roster_checked(upload: RosterUpload) -> Message:
    report = upload.report
    if report["finding"] != Finding.CHANGES:
        return _not_imported(report)
    ask = (
        _("Import the roster?"),
        _("Everyone in the file gets the level and the manager that it gives them."),
        _("Import"),
    )
    read = say(_("I've read your roster: {summary}."), summary=bold(told_in(report["summary"])))
    blocks = [paragraph(read), _lines(report["lines"])]
    if report["ignored"]:
        columns = one_by_one(report["ignored"])
        blocks.append(paragraph(say(_("Columns that I don't use: {columns}."), columns=columns)))
    return Message(
        [
            *blocks,
            buttons(
                button(_("Import"), "import_roster", upload.id, style="primary", ask_first=ask),
                button(_("Don't import"), "decline_roster", upload.id),
            ),
            small(_("Nothing has changed yet.")),
        ]
    )


def roster_imported(upload: RosterUpload) -> Message:
    report = upload.report
    if report["finding"] != Finding.IMPORTED:
        return _not_imported(report, since_checked=True)
    follows = _("People I already know get their level and department from it within the next few minutes.")
    return Message(
        [
            paragraph(say(_("Your roster is imported: {summary}."), summary=bold(told_in(report["summary"])))),
            paragraph(follows),
        ]
    )


def _not_imported(report: dict[str, Any], *, since_checked: bool = False) -> Message:
    match report["finding"]:
        case Finding.NOTHING_NEW:
            return Message([paragraph(_("The roster already says what your file says. Nothing was changed."))])
        case Finding.PROBLEMS:
            count = ngettext("Your roster has {count} problem.", "Your roster has {count} problems.", report["count"])
            changed = _("The roster has changed since I first read it.") if since_checked else ""
            fix = _("Nothing was changed. Fix these lines and upload the file again.")
            said = paragraph(together(count, changed))
            return Message([said, _lines(report["lines"]), paragraph(fix), _again()])
        case _:
            said = paragraph(say(_("I can't use this file as a roster. {reason}"), reason=told_in(report["reason"])))
            return Message([said, paragraph(_("Nothing was changed.")), _again()])


def _lines(lines: Sequence[Any]) -> Block:
    return bullets(*[clipped(told_in(line), LINE) for line in lines])


def roster_being_imported() -> Tell:
    said = _("I'm importing the roster now, and I'll tell you here when it's done.")
    return Tell(Message([paragraph(said)]), replace=True)


def roster_declined() -> Tell:
    return Tell(Message([paragraph(_("All right, the roster stays as it is."))]), replace=True)


def profile_saved(person: Person, manager: str | None = None, blocked: int = 0) -> Tell:
    """`manager` is the Slack id of whom they named. Whom they block is not repeated: the message stays in Slack."""
    told = [paragraph(_("Your profile is saved.")), bullets(*_follows(person, manager, blocked))]
    return Tell(Message([*told, buttons(command_button(_("Edit my profile"), "profile"))]))


def _follows(person: Person, manager: str | None, blocked: int) -> Iterator[Part]:
    if person.own_tz:
        kept = _("I keep sessions and reminders to {hours} on {days} ({zone} time).")
    else:
        kept = _("I keep sessions and reminders to {hours} on {days} ({zone} time, as in Slack).")
    hours = say(HOURS, starts=f"{person.work_starts:02}:00", ends=f"{person.work_ends:02}:00")
    yield say(kept, hours=bold(hours), days=_days(person.work_days), zone=zone_label(person.tz))
    if person.about:
        yield _("Your partner reads what you wrote about yourself when I introduce you.")
    if manager:
        said = _("{manager} is your manager: I never pair you within your reporting line.")
        yield say(said, manager=who(manager))
    if blocked:
        yield ngettext(
            "I won't pair you with the person you named. Only you can see this.",
            "I won't pair you with the {count} people you named. Only you can see this.",
            blocked,
        )


HOURS = _("{starts} to {ends}")
DAYS_IN_A_ROW = _("{first} to {last}")


def _days(digits: str) -> Part:
    """Monday to Friday, or the days one by one."""
    days = [DAYS[int(digit)] for digit in digits]
    if len(days) > 2 and digits in "0123456":
        return say(DAYS_IN_A_ROW, first=days[0], last=days[-1])
    return all_of(days)
