"""What people typed, as elements of rich text: their links can be clicked, their emoji codes are emoji.

Nothing else in it means anything to Slack. What they wrote from right to left stays in its place in our line, and marks
that turn a line around are left out.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

Element = dict[str, Any]

LINK = re.compile(r"https?://[^\s<>|\"“”]+", re.IGNORECASE)
CLOSING = {")": "(", "]": "[", "}": "{"}
# Slack's reference, 2026: at most 3,000 characters in the url of a link.
LONGEST_LINK = 3000
EMOJI = re.compile(r"(?<!\w):([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?(?!\w)")

FIRST_STRONG, END = "\u2068", "\u2069"
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # embeddings, overrides, isolates
RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# From the first letter of that direction to the last one before what separates things in our own lines.
RUN = re.compile(f"[{RIGHT_TO_LEFT}](?:[^,;:.()“”\n]*[{RIGHT_TO_LEFT}])?")


def elements_of(text: str, style: dict[str, Any] | None = None) -> list[Element]:
    """Text, links and emoji in their order; `style` is that of the text around them."""
    styled = {"style": style} if style else {}
    elements: list[Element] = []
    for piece in _pieces(text):
        if isinstance(piece, dict):
            elements.append(piece | (styled if piece["type"] == "link" else {}))
        elif piece:
            elements.append({"type": "text", "text": isolated(piece), **styled})
    return elements


def isolated(text: str) -> str:
    """With its right-to-left runs kept to themselves (Unicode's FSI and PDI), so that none turns our line around."""
    if text.isascii():
        return text
    return RUN.sub(lambda run: f"{FIRST_STRONG}{run[0]}{END}", TURNING.sub("", text))


def _pieces(text: str) -> Iterator[str | Element]:
    done = 0
    for link in LINK.finditer(text):
        url = _without_what_follows(link[0])
        if len(url) > LONGEST_LINK or url.endswith("//"):
            continue
        yield from _with_emoji(text[done : link.start()])
        yield {"type": "link", "url": url}
        done = link.start() + len(url)
    yield from _with_emoji(text[done:])


def _without_what_follows(link: str) -> str:
    """The full stop after a link ends the sentence, and a bracket that it did not open closes somebody's aside."""
    while link and (link[-1] in ".,;:!?'’…" or _closes_what_it_did_not_open(link)):
        link = link[:-1]
    return link


def _closes_what_it_did_not_open(link: str) -> bool:
    opening = CLOSING.get(link[-1])
    return opening is not None and link.count(link[-1]) > link.count(opening)


def _with_emoji(text: str) -> Iterator[str | Element]:
    done = 0
    for code in EMOJI.finditer(text):
        name, tone = code.groups()
        if name not in _names():  # a workspace's own, or no emoji at all: it stays as it was typed
            continue
        yield text[done : code.start()]
        yield {"type": "emoji", "name": name, **({"skin_tone": int(tone)} if tone else {})}
        done = code.end()
    yield text[done:]


@cache
def _names() -> frozenset[str]:
    """Slack's names, from emoji-datasource 16.0.0."""
    return frozenset((Path(__file__).parent / "emoji_names.txt").read_text(encoding="utf-8").split())
