"""How much each thing counts where people fit each other, as leads read and change it. Pure.

The search for pairs has the same names and the same usual weights; a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.sentences import ONE_BY_ONE, Sentence, _, chained, pgettext, say

HEAVIEST = 100


@dataclass(frozen=True)
class Weight:
    """`label` and `hint` are of its field; `short` is what it is called in a sentence."""

    usual: int
    label: Sentence
    short: Sentence
    hint: Sentence


WEIGHTS = {
    "skills": Weight(
        60,
        _("What one wishes for, the other teaches"),
        _("wishes of those who learn"),
        _("For the side that learns. First wishes count more than later ones, and experts more than beginners."),
    ),
    "returned": Weight(
        12,
        _("Something in return"),
        _("something in return"),
        _("What those who teach would like to learn themselves, and the other side can offer."),
    ),
    "hours": Weight(
        8,
        _("Hours together"),
        _("hours together"),
        _("How long both are at work at the same time. Four hours a day are enough."),
    ),
    "departments": Weight(
        8,
        _("Different departments"),
        _("different departments"),
        _("Counts nothing where your matching rules ask for the same department."),
    ),
    "levels": Weight(
        5,
        _("Levels apart"),
        _("levels apart"),
        _("The further apart, the better. Three levels and more count the same."),
    ),
    "location": Weight(
        2,
        _("Background: location"),
        pgettext("what counts where people are matched", "location"),
        _("Counts only where your matching rules prefer a similar or a different background."),
    ),
    "tongues": Weight(
        2,
        _("Background: languages"),
        pgettext("what counts where people are matched", "languages"),
        _("Counts only where your matching rules prefer a similar or a different background."),
    ),
    "rare": Weight(
        3,
        _("Rare skills"),
        _("rare skills"),
        _("Those who teach what few can are kept for those who asked for it."),
    ),
}


def weights_of(changed: Mapping[str, int]) -> dict[str, int]:
    """All of them, where a program stores those that differ from the usual ones."""
    return {name: changed.get(name, weight.usual) for name, weight in WEIGHTS.items()}


def differing(weights: Mapping[str, int]) -> dict[str, int]:
    """What a program stores: those that differ from the usual ones, always in the same order."""
    return {name: weights[name] for name, weight in WEIGHTS.items() if weights[name] != weight.usual}


def told_weights(weights: Mapping[str, int]) -> str:
    """Those that count, the heaviest first: "wishes of those who learn 60, hours together 8"."""
    counting = sorted((-value, place) for place, value in enumerate(weights.values()) if value)
    names = list(weights)
    # For translators: one of several, such as "wishes of those who learn 60".
    told = _("{what} {weight}")
    told_each = [say(told, what=WEIGHTS[names[place]].short, weight=-value) for value, place in counting]
    return str(chained(ONE_BY_ONE, told_each))
