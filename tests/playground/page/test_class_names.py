"""No style of one thing in the page reaches another by a class name that both happen to have."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground.page.routes import STATIC

SHEETS = sorted(STATIC.glob("css/*.css"))
SCRIPTS = sorted(STATIC.glob("js/**/*.js"))

# The page's common vocabulary: the same thing wherever it stands.
COMMON = {
    *("avatar", "beginning", "block", "button", "count-badge", "dot", "field", "field-error", "field-hint"),
    *("file-card", "icon-button", "in-narrow-bar", "in-wide-bar", "link-button", "listbox", "option", "pane"),
    *("plain-button", "place-head", "scroller", "token", "unknown", "visually-hidden", "words", "actions"),
    *("dialog-head", "dialog-body", "dialog-foot"),
}


def selectors(sheet: Path) -> Iterator[str]:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    for rule in re.findall(r"([^{}]+)\{", text):
        if not rule.strip().startswith("@"):
            yield from (selector.strip() for selector in rule.split(","))


def classes(compound: str) -> list[str]:
    """Of one compound selector, such as `.button.is-danger:hover`."""
    return re.findall(r"\.([\w-]+)", compound)


def styled_alone() -> dict[str, set[str]]:
    """The classes that get a style wherever they stand, with the sheets that say so."""
    found: dict[str, set[str]] = defaultdict(set)
    for sheet in SHEETS:
        for selector in selectors(sheet):
            compounds = re.split(r"[\s>+~]+", selector)
            named = classes(compounds[-1])
            if len(named) == 1 and not any(map(classes, compounds[:-1])):
                found[named[0]].add(sheet.name)
    return found


def attributes(script: Path) -> Iterator[str]:
    """What stands in each class attribute: the words of a literal, or an expression."""
    text = script.read_text(encoding="utf-8")
    for found in re.finditer(r'\bclass(?:Name)?=(?:"([^"]*)"|\$\{((?:[^{}]|\{[^{}]*\})*)\})', text):
        yield found.group(1) if found.group(1) is not None else found.group(2)


def words_of(attribute: str) -> set[str]:
    """The class names in it, without those that are only known when it is drawn."""
    literals = re.findall(r"""["`]([^"`]*)["`]""", attribute) or [attribute]
    return {word for literal in literals for word in re.sub(r"\S*\$\{[^}]*\}", " ", literal).split()}


def test_a_class_that_is_styled_wherever_it_stands_belongs_to_one_script() -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for script in SCRIPTS:
        for attribute in attributes(script):
            for word in words_of(attribute):
                users[word].add(script.relative_to(STATIC).as_posix())
    shared = {name: users[name] for name in styled_alone() if len(users[name]) > 1 and name not in COMMON}
    assert shared == {}
    assert {"over-pane", "topbar", "traffic-line"} <= set(users), "the scripts are no longer read"


def test_a_class_is_styled_on_its_own_in_one_sheet_only() -> None:
    assert {name: sheets for name, sheets in styled_alone().items() if len(sheets) > 1} == {}


def test_a_state_or_kind_is_styled_only_together_with_what_is_in_it() -> None:
    """`.over` for a layer over a pane once caught `.count.over`, a text that was too long, and covered the form."""
    for sheet in SHEETS:
        for selector in selectors(sheet):
            for compound in re.split(r"[\s>+~]+", selector):
                named = classes(compound)
                assert len(named) != 1 or not named[0].startswith("is-"), f"{sheet.name}: {selector}"
                later = [name for name in named[1:] if name in styled_alone() and not name.startswith("is-")]
                assert later == [] or named[0] == "block", f"{sheet.name}: {selector}"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_what_an_app_says_becomes_no_class_of_the_page(script: Path) -> None:
    """A chart of type line, an alert of level error or a container of width wide are words that apps choose."""
    for attribute in attributes(script):
        for before, inside in re.findall(r"(\S*)\$\{((?:[^{}]|\{[^{}]*\})*)\}", attribute):
            said = re.search(r"\.(type|level|status|style|width|kind|priority)\b", inside)
            assert not said or before.endswith("-") or re.search(r'[=!]== "', inside) or "`is-" in inside, attribute
