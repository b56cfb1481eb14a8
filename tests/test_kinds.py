"""Nothing is given up in silence: each kind of message says who hears where it cannot be delivered."""

import re
from pathlib import Path

import pytest

from bot.core.answers import Message
from bot.core.composing import Letter, Letters
from bot.core.kinds import Kind, Topic
from bot.letters import LETTERS

TABLE = Path(__file__).parents[1] / "docs" / "undelivered.md"


@pytest.mark.parametrize("kind", LETTERS)
def test_each_kind_says_who_hears_or_that_nobody_needs_to(kind: str) -> None:
    letter = LETTERS[kind]
    says_nobody = letter.kind.undelivered.startswith("nobody")
    tells = letter.failed is not None
    assert says_nobody is not tells, "who hears is told, and where nobody does it says why"
    assert re.search(r"nobody( else)?: .", letter.kind.undelivered) or not says_nobody


def test_the_table_in_the_docs_is_made_of_the_kinds() -> None:
    rows = [f"| `{name}` | {letter.kind.undelivered} |" for name, letter in LETTERS.items()]
    written = [line for line in TABLE.read_text().splitlines() if line.startswith("| `")]
    assert written == rows


def test_a_kind_has_one_letter() -> None:
    async def nothing(*_: object) -> Message | None:
        return None

    kind = Kind("hello", "greeting", Topic.PAIR, "nobody: it is a test")
    with pytest.raises(ValueError, match="two letters of one kind: hello"):
        Letters([Letter(kind, nothing), Letter(kind, nothing)])
