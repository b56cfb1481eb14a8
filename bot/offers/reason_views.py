"""Why two people could be a good match, as one of them reads it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.sentences import Labels, Part, Sentence, _, all_of, ngettext, number, say
from bot.offers.queries import OfferUp
from bot.people.model import Person
from bot.people.rules.languages import LANGUAGES

USUAL_LEVEL = 3
LEVELS = Labels(
    {
        1: _("beginner level"),
        2: _("basic level"),
        3: _("good level"),
        4: _("very good level"),
        5: _("expert level"),
    }
)
WISHES = {
    1: _("Can help with your first wish: {skill}, at {level}"),
    2: _("Can help with your second wish: {skill}, at {level}"),
    3: _("Can help with your third wish: {skill}, at {level}"),
    4: _("Can help with your fourth wish: {skill}, at {level}"),
    5: _("Can help with your fifth wish: {skill}, at {level}"),
}
ANOTHER_WISH = _("Can help with a wish of yours: {skill}, at {level}")


def reasons(up: OfferUp, reader: Person, labels: Mapping[str, str]) -> list[Part]:
    """In full what the reader wishes for; of the other's wishes only those that the reader can teach."""
    facts, is_mentor = up.offer.reasons, up.is_mentor(reader.id)
    mine, theirs = ("returned", "wishes") if is_mentor else ("wishes", "returned")
    wanted = [labels.get(skill, skill) for skill, *_priority_and_level in facts.get(theirs, ())]
    asks = [say(_("Would like to learn from you: {skills}"), skills=all_of(wanted))] if wanted else []
    taught = [_taught(wish, labels) for wish in facts.get(mine, ())]
    said: list[Part] = [*asks, *taught] if is_mentor else [*taught, *asks]
    if not said:
        said.append(_("You'd choose together what to talk about"))
    if languages := facts.get("languages"):
        names = all_of([LANGUAGES.get(code, code) for code in languages])
        said.append(say(_("You both speak {languages}"), languages=names))
    said.append(_distance(facts))
    if hours := facts.get("hours"):
        said.append(say(_("Working hours you share each day: {hours}"), hours=number(hours)))
    return said


def _taught(wish: Sequence[Any], labels: Mapping[str, str]) -> str:
    skill, priority, level = wish
    known: str = LEVELS.get(level, LEVELS[USUAL_LEVEL])
    called: str = labels.get(skill, skill)
    return say(WISHES.get(priority, ANOTHER_WISH), skill=called, level=known)


def _distance(facts: Mapping[str, Any]) -> Sentence:
    levels = abs(facts.get("gap", 0))
    match facts.get("apart"), levels:
        case True, 0:
            return _("On the same level, in different departments")
        case False, 0:
            return _("On the same level, in the same department")
        case _, 0:
            return _("On the same level")
        case True, _:
            return ngettext(
                "One level apart, in different departments", "{count} levels apart, in different departments", levels
            )
        case False, _:
            return ngettext(
                "One level apart, in the same department", "{count} levels apart, in the same department", levels
            )
        case _:
            return ngettext("One level apart", "{count} levels apart", levels)
