"""How alike two words are: what somebody mistyped, and what they meant. Pure.

rapidfuzz is imported where the first word is compared: most processes never meet a slip in their first hour.
"""

import unicodedata
from collections.abc import Iterable

# Letters that Unicode does not take apart into a plain one and its accent.
LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def bare(text: str) -> str:
    """Small letters without accents: who has no ü on their keyboard types u, and means the same."""
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(LETTERS)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def slips_between(typed: str, name: str, most: int) -> int | None:
    """How many slips of the finger (a letter dropped, added, exchanged, or two swapped); None for more than `most`.

    Optimal string alignment: no letter is touched twice.
    """
    from rapidfuzz.distance import OSA

    slips = OSA.distance(typed, name, score_cutoff=most)
    return slips if slips <= most else None


def most_alike(typed: str, names: Iterable[str], *, at_least: float, most: int = 1) -> list[str]:
    """The names that are most like what was typed, best first; of 1, as both are without accents.

    Half of it counts slips of the finger, half what the two have in common, so that the beginning of a long word is
    like it, too. By the latter alone every second word of an English text is like some command. Of two that are as
    like, the one that begins with the same letter goes first.
    """
    from rapidfuzz.distance import OSA, Indel

    word = bare(typed)
    found = []
    for name in names:
        other = bare(name)
        like = (OSA.normalized_similarity(word, other) + Indel.normalized_similarity(word, other)) / 2
        if like >= at_least:
            found.append((-like, other[:1] != word[:1], name))
    return [name for *_, name in sorted(found)[:most]]
