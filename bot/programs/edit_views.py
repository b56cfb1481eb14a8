"""What became of a lead's edit, in the words of its form."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import Part, bold, bullets, clipped, paragraph, where
from bot.core.dates import day
from bot.core.sentences import (
    ONE_BY_ONE,
    Sentence,
    Text,
    Value,
    _,
    chained,
    ngettext,
    one_by_one,
    pgettext,
    say,
    together,
)
from bot.programs.model import (
    Background,
    DepartmentRule,
    Entry,
    Footing,
    Owner,
    Program,
    Silence,
    Style,
)
from bot.programs.rules.weights import told_weights, weights_of
from bot.programs.wording import USUAL_PLURAL, USUAL_WORD

MOST_QUOTED = 120  # characters of what somebody else typed
OWNER_WORDS = {
    Owner.MENTOR: _("the junior side"),
    Owner.MENTEE: _("the senior side"),
    Owner.BOTH: _("either of the two"),
}

# What is chosen, in words, by the part of a program that it is of: a program may well be called “mentor” or “any”.
CHOSEN: Mapping[str, Mapping[Any, Sentence]] = {
    "style": {Style.FORMAL: _("formal"), Style.INFORMAL: _("informal")},
    "agenda_owner": OWNER_WORDS,
    "schedule_owner": OWNER_WORDS,
    "footing": {Footing.ROLES: _("mentor and mentee"), Footing.EQUAL: _("both the same")},
    "partner_word": USUAL_WORD,
    "partner_plural": USUAL_PLURAL,
    "entry": {Entry.OPEN: _("whoever signs up is in"), Entry.APPLICATION: _("by application")},
    "department_rule": {
        DepartmentRule.ANY: _("it doesn't matter"),
        DepartmentRule.DIFFERENT: _("always different departments"),
        DepartmentRule.SAME: _("always the same department"),
    },
    "background": {
        Background.ANY: _("it doesn't matter"),
        Background.SIMILAR: _("a similar one is preferred"),
        Background.DIFFERENT: _("a different one is preferred"),
    },
    "silence": {Silence.DECLINES: _("a no"), Silence.ACCEPTS: _("a yes")},
}

# What a part of a program is called where it was changed.
PARTS = {
    "name": _("Name"),
    "need": _("Business need"),
    "cadence": _("How often a pair meets"),
    "session_minutes": _("How long a session is"),
    "style": _("Style"),
    "footing": _("What the two are called"),
    "partner_word": _("What each of them is called"),
    "partner_plural": _("What two of them are called"),
    "agenda_owner": _("Who owns the agenda"),
    "schedule_owner": _("Who may move sessions"),
    "starts_on": _("First day"),
    "ends_on": _("Last day"),
    "leads": _("Who leads it"),
    "channel_id": _("Channel"),
    "min_gap": _("Levels apart"),
    "department_rule": _("Departments"),
    "min_overlap": _("Hours that both work"),
    "needs_language": _("Shared language"),
    "background": _("Background"),
    "self_chosen": _("Whether people may ask each other"),
    "weights": _("Matching weights"),
    "entry": _("How people get in"),
    "questions": _("Questions"),
    "places": _("Places"),
    "silence": _("What no answer counts as"),
}
CHANGE = _("{part}: {now}")
CHANGED_BY_ANOTHER = _("{part} (now: {now})")
# For translators: what follows is one or several parts of a program, such as "Name (now: “Sunrise”)".
MEANWHILE = _("Another lead changed something while you were typing: {parts}.")
WHICH_ONE = _("What you typed is still here. Press Save again to keep yours, or change it first.")
QUOTED = _("“{text}”")


def program_changed(program: Program, changed: Mapping[str, Any]) -> Tell:
    """What was emptied is named too: a form may lose a field on its way (bolt-js 625), and its lead should see it."""
    name = bold(program.name)
    if not changed:
        return Tell(Message([paragraph(say(_("Nothing to save: {program} is as it was."), program=name))]))
    now = [say(CHANGE, part=bold(PARTS[part]), now=_told(part, value)) for part, value in changed.items()]
    return Tell(Message([paragraph(say(_("I've saved {program}. This is new:"), program=name)), bullets(*now)]))


def changed_meanwhile(theirs: Mapping[str, Any]) -> Part:
    parts = [say(CHANGED_BY_ANOTHER, part=PARTS[part], now=_told(part, value)) for part, value in theirs.items()]
    return together(say(MEANWHILE, parts=one_by_one(parts)), WHICH_ONE)


def _told(part: str, value: Any) -> Value:
    if part == "channel_id" and value:
        return where(value)
    if part == "weights":
        return told_weights(weights_of(value))
    match value:
        case None | "" | []:
            return _("nothing")
        case bool():
            return pgettext("an answer", "yes") if value else pgettext("an answer", "no")
        case list() if part == "questions":
            return chained(ONE_BY_ONE, [_quoted(question) for question in value])
        case list():
            return ngettext("{count} person", "{count} people", len(value))
        case date():
            return _quoted(day(value, with_year=True))
    return _quoted(CHOSEN.get(part, {}).get(value) or str(getattr(value, "label", value)))


def _quoted(text: Text) -> str:
    return say(QUOTED, text=clipped(text, MOST_QUOTED))
