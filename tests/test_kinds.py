"""Nothing is given up in silence: each kind of message says who hears where it cannot be delivered."""

import re
from pathlib import Path

import pytest

from bot.kinds import KINDS

TABLE = Path(__file__).parents[1] / "docs" / "undelivered.md"


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_who_hears_or_that_nobody_needs_to(kind: str) -> None:
    heard = KINDS[kind].undelivered
    assert heard is not None, f"{kind}: who hears where it cannot be delivered? Say so in bot/kinds.py"
    says_nobody = heard.by.startswith("nobody")
    assert says_nobody is (heard.tell is None), "who hears is told, and where nobody does it says why"
    assert re.search(r"nobody( else)?: .", heard.by) or not says_nobody


def test_the_table_in_the_docs_is_made_of_the_kinds() -> None:
    rows = [f"| `{name}` | {kind.undelivered.by} |" for name, kind in KINDS.items() if kind.undelivered]
    written = [line for line in TABLE.read_text().splitlines() if line.startswith("| `")]
    assert written == rows
