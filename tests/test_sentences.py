"""What holds for every sentence of the bot: it is whole, its values fit, and the translations keep its placeholders."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePath
from typing import Any

import pytest
from babel.messages.pofile import read_po

from bot.core.sentences import placeholders
from tests.messages import LOCALE, ROOT
from tests.pseudo import room_of

FILES = [
    path for path in sorted((ROOT / "bot").rglob("*.py")) if not {"playground", "engine", "migrations"} & {*path.parts}
]

# These are no sentences: commands to type, lines of the log, of the command line, of protocols and of SQL, and what an
# error says.
FOR_MACHINES = {
    "bot/__main__.py": 2,
    "bot/core/blocks.py": 1,
    "bot/core/changes.py": 1,
    "bot/core/composing.py": 1,
    "bot/core/database.py": 2,
    "bot/core/files.py": 1,
    "bot/core/postman.py": 2,
    "bot/core/rewriter.py": 1,
    "bot/core/sentences.py": 2,
    "bot/core/slack.py": 4,
    "bot/core/slack_errors.py": 7,
    "bot/core/switchboard.py": 15,
    "bot/core/telemetry.py": 1,
    "bot/core/ticker.py": 1,
    "bot/core/timed_work.py": 2,
    "bot/core/words.py": 1,
    "bot/people/roster_command.py": 12,
    "bot/core/csv_files.py": 1,
    "bot/matching/search/command.py": 23,
    "bot/privacy/export_command.py": 4,
    "bot/privacy/views.py": 1,
    "bot/core/unreachable.py": 1,
    "bot/database_url.py": 11,
    "bot/running.py": 1,
    "bot/settings.py": 8,
    "bot/status/help_views.py": 1,
    "bot/status/listeners.py": 1,
    "bot/status/views.py": 1,
}

# With its values, by their names. A WrongField hears later of which column it is.
TAKES_A_SENTENCE = re.compile("say|refuse|__init__|(?!WrongField)[A-Z][A-Za-z]+")
OWN_ARGUMENTS = {"field"}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def glued(path: Path) -> list[int]:
    """The lines with a literal that begins or ends with a blank. Docstrings are none, nor is a blank that splits."""
    nodes = list(ast.walk(tree_of(path)))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    pieces = {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
    return [
        node.lineno
        for node in nodes
        if isinstance(node, ast.Constant)
        and isinstance(text := node.value, str)
        and id(node) not in docstrings
        and text != text.strip()
        and (text.strip() or id(node) in pieces)
    ]


def test_no_word_is_glued_to_another() -> None:
    assert {name_of(path): len(lines) for path in FILES if (lines := glued(path))} == FOR_MACHINES


def said(tree: ast.Module) -> Iterator[tuple[ast.Call, set[str], set[str]]]:
    """Where a marked sentence is given with its values: the call, the placeholders, and the values."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not TAKES_A_SENTENCE.fullmatch(_called(call)):
            continue
        for marked in call.args:
            if isinstance(marked, ast.Call) and _called(marked) in {"_", "ngettext", "pgettext"}:
                texts = [str(text.value) for text in marked.args if isinstance(text, ast.Constant)]
                takes = set().union(*(placeholders(text) for text in texts))
                values = {keyword.arg or "**" for keyword in call.keywords} - OWN_ARGUMENTS
                implied = {"count"} if _called(marked) == "ngettext" else set()
                yield call, takes - implied, values - implied


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_sentence_gets_the_values_that_it_has_places_for(path: Path) -> None:
    wrong = [
        f"{name_of(path)}:{call.lineno}: takes {sorted(takes)}, gets {sorted(values)}"
        for call, takes, values in said(tree_of(path))
        if takes != values and "**" not in values
    ]
    assert wrong == []


def test_what_was_compiled_goes_into_the_wheel() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    compiled = PurePath("locale/de/LC_MESSAGES/flipside.mo")
    assert any(compiled.match(taken) for taken in settings["tool"]["setuptools"]["package-data"]["bot"])


def test_translations_keep_the_places_for_values_and_to_the_room_there_is() -> None:
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file)
        for message in catalogue:
            takes = {place for text in _texts(message.id) for place in placeholders(text)}
            assert all(placeholders(text) <= takes for text in _texts(message.string) if message.id), path
            room = room_of(message.context) or 10_000
            assert all(len(text) <= room for text in _texts(message.string)), path


def _texts(said: Any) -> list[str]:
    """One text, or one and many."""
    return [said] if isinstance(said, str) else [*said]
