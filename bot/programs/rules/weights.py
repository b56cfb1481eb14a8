"""How much each thing counts where people fit each other, as leads read and change it. Pure.

The search for pairs has the same names and the same usual weights; a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass

HEAVIEST = 100


@dataclass(frozen=True)
class Weight:
    """`label` and `hint` are of its field; `short` is what it is called in a sentence."""

    usual: int
    label: str
    short: str
    hint: str


WEIGHTS = {
    "skills": Weight(
        60,
        "What one wishes for, the other teaches",
        "wishes of those who learn",
        "For the side that learns. First wishes count more than later ones, and experts more than beginners.",
    ),
    "returned": Weight(
        12,
        "Something in return",
        "something in return",
        "What those who teach would like to learn themselves, and the other side can offer.",
    ),
    "hours": Weight(
        8,
        "Hours together",
        "hours together",
        "How long both are at work at the same time. Four hours a day are enough.",
    ),
    "departments": Weight(
        8,
        "Different departments",
        "different departments",
        "Counts nothing where your matching rules ask for the same department.",
    ),
    "levels": Weight(
        5, "Levels apart", "levels apart", "The further apart, the better. Three levels and more count the same."
    ),
    "location": Weight(
        2,
        "Background: location",
        "location",
        "Counts only where your matching rules prefer a similar or a different background.",
    ),
    "tongues": Weight(
        2,
        "Background: languages",
        "languages",
        "Counts only where your matching rules prefer a similar or a different background.",
    ),
    "rare": Weight(
        3,
        "Rare skills",
        "rare skills",
        "Those who teach what few can are kept for those who asked for it.",
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
    return ", ".join(f"{WEIGHTS[names[place]].short} {-value}" for value, place in counting)
