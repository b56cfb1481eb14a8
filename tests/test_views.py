"""A golden file for each thing that people see, in words. `UPDATE_GOLDEN=1` writes them anew: read the difference."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.playground.slack import Onlooker, message_faults, view_faults
from bot.playground.slack.mrkdwn import plain_words
from tests.shown import EACH, VIEWS, as_sent
from tests.words import shortened, words

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", VIEWS)
def test_it_reads_as_it_did(name: str) -> None:
    path = GOLDEN / f"{name}.txt"
    shown = words(as_sent(name))
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(shown)
    assert shown == path.read_text()


@pytest.mark.parametrize("name", VIEWS)
def test_slack_would_take_it(name: str) -> None:
    sent = as_sent(name)
    faults = view_faults(sent) if "type" in sent else message_faults(sent["blocks"])
    assert list(faults) == []


def test_every_golden_file_belongs_to_a_view() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.txt" for name in VIEWS}


def test_no_two_views_share_a_golden_file() -> None:
    assert sum(map(len, EACH)) == len(VIEWS)


@pytest.mark.parametrize("name", [name for name in VIEWS if "equal_footing" in name])
def test_on_equal_footing_nobody_is_called_mentor_or_mentee(name: str) -> None:
    said = words(as_sent(name)).lower()
    assert re.findall(r"(?<!/)\bment(?:or|ee)s?\b(?! [a-z]+`)", said) == []


@pytest.mark.parametrize("name", VIEWS)
def test_no_word_shames_or_confuses(name: str) -> None:
    said = words(as_sent(name)).lower()
    assert not [
        word for word in ("failed to", "you forgot", "overdue", "violation", "bimonthly", "bi-monthly") if word in said
    ]


def texts(node: Any) -> Iterator[str]:
    """Everything to read in blocks, in a title or on a button, wherever it stands."""
    if isinstance(node, dict):
        said = [node[key] for key in ("text", "alt_text", "initial_value") if isinstance(node.get(key), str)]
        yield from (plain_words(text, Onlooker()) if node.get("type") == "mrkdwn" else text for text in said)
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from texts(one)


@pytest.mark.parametrize("name", VIEWS)
def test_a_golden_file_leaves_out_no_word(name: str) -> None:
    sent = as_sent(name)
    said = flowing(words(sent))
    seen = {part: value for part, value in sent.items() if part in {"title", "blocks", "submit", "close"}}
    assert [text for text in texts(seen) if flowing(text) not in said] == []


def flowing(text: str) -> str:
    """Without the ends and beginnings of lines, with what is shortened in a golden file shortened."""
    return " ".join(shortened(text).replace("\n> ", "\n").split())
