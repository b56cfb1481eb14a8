"""Which command somebody means who typed none. Pure."""

from collections.abc import Mapping

from bot.core.likeness import most_alike

LIKE_ENOUGH = 0.6  # of 1; at which "mathc" still finds "match" and "pizza" finds nothing


def nearest(typed: str, subcommands: Mapping[str, str]) -> str | None:
    """One whose word stands in the line, else the one whose word is most like one of it; they are by their words."""
    words = [word.strip("?!.,;:").lower() for word in typed.split()]
    for word in words:
        if word in subcommands:
            return subcommands[word]
    for word in words:
        if like := most_alike(word, subcommands, at_least=LIKE_ENOUGH):
            return subcommands[like[0]]
    return None
