"""Which command somebody means who mistyped it."""

import pytest

from bot.core.likeness import slips_between
from bot.status.rules.meant import nearest
from tests.the_table import SUBCOMMANDS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mathc", "match"),
        ("macth", "match"),
        ("sing up", "signup"),
        ("singup", "signup"),
        ("agnda <!channel>", "agenda"),
        ("profle", "profile"),
        ("prof", "profile"),
        ("hlep", "help"),
        ("privcay?", "privacy"),
        ("loschen", "privacy"),
        ("loeschen", "privacy"),
        ("Löshcen", "privacy"),
        ("pamelding", "signup"),
        ("abmeldne", "stop"),
        ("please show me the agenda", "status"),  # a word of theirs that is one goes first
    ],
)
def test_a_mistyped_command_is_the_one_that_is_most_like_it(typed: str, meant: str) -> None:
    assert nearest(typed, SUBCOMMANDS) == meant


@pytest.mark.parametrize("typed", ["", "pizza", "🦊🦊", "<!here>", "xyzzy", "core"])
def test_another_word_is_taken_for_none(typed: str) -> None:
    assert nearest(typed, SUBCOMMANDS) is None


def has_a_neighbour(name: str) -> bool:
    """Another command is as near to a slip in it: "topic" to "topics"."""
    return any(slips_between(name, other, 1) == 1 for other in SUBCOMMANDS)


def test_a_command_with_letters_swapped_after_its_first_is_still_the_same() -> None:
    missed = []
    for name in sorted(name for name in SUBCOMMANDS if len(name) > 4 and not has_a_neighbour(name)):
        for at in range(1, len(name) - 1):
            typed = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
            if typed not in SUBCOMMANDS and nearest(typed, SUBCOMMANDS) != SUBCOMMANDS[name]:
                missed.append((typed, name))
    assert missed == []
