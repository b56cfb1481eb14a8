"""A language that nobody speaks: every sentence of the bot with accents, longer by a third and in brackets.

What is said in it shows what was never marked for the translators, and what has no room for a longer language.
"""

import io
import re
from collections.abc import Mapping
from gettext import GNUTranslations
from typing import Any

from babel.messages import Catalog
from babel.messages.mofile import write_mo

from tests.messages import template

PSEUDO = "en-pseudo"  # dates and lists as in English

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "áƀçđéƒğĥíĵķľɱñóþʠŕšťúṽŵẋýžÁɃÇĐÉƑĞĤÍĴĶĽṀÑÓÞɊŔŠŤÚṼŴẊÝŽ"
ACCENTS = str.maketrans(_PLAIN, _ACCENTED)

# Placeholders, commands, links, emoji codes, and what Slack makes of <…>.
KEPT = re.compile(r"(\{\w+\}|/mentor(?: [a-z]+)?|https?://\S+|:[a-z0-9_+-]+:|<[^>]+>)")


# In the context of a sentence for which there is little room: "the title of a form, 24 characters at most".
ROOM = re.compile(r"(\d+) characters at most")


def room_of(context: object) -> int | None:
    found = ROOM.search(str(context or ""))
    return int(found[1]) if found else None


def pseudo(text: str, room: int | None = None) -> str:
    """With as much around it as there is room for."""
    said = "".join(piece if number % 2 else piece.translate(ACCENTS) for number, piece in enumerate(KEPT.split(text)))
    longer = min(len(text) // 3, len(text) if room is None else room - len(text) - 2)
    return f"⟦{said}{'~' * longer}⟧" if longer >= 0 else said


def catalogue() -> GNUTranslations:
    """Made from what the code says now."""
    return catalogue_with(
        {
            (message.context, message.id): pseudo(message.id, room_of(message.context))
            if isinstance(message.id, str)
            else tuple(pseudo(text) for text in message.id)
            for message in template()
            if message.id
        }
    )


def catalogue_with(texts: Mapping[Any, Any], language: str = "en") -> GNUTranslations:
    """By text, by a tuple of one and many, or by the context and either."""
    translated = Catalog(locale=language)
    for key, text in texts.items():
        has_context = isinstance(key, tuple) and (key[0] is None or isinstance(key[1], tuple) or isinstance(text, str))
        context, written = key if has_context else (None, key)
        translated.add(written, text, context=context)
    compiled = io.BytesIO()
    write_mo(compiled, translated)
    compiled.seek(0)
    return GNUTranslations(compiled)


def texts_of(node: Any) -> list[str]:
    """What a reader sees of a message or a view, each piece with its links and names left out."""
    match node:
        case {"type": "rich_text_section" | "rich_text_quote" | "rich_text_preformatted", "elements": elements}:
            said = [_shown(element) for element in elements]
            return ["".join(said), *(text for element in elements for text in texts_of(element.get("format")))]
        case {"type": "plain_text" | "mrkdwn", "text": str(text)}:
            return [text]
        case dict():
            return [text for value in node.values() for text in texts_of(value)]
        case list():
            return [text for value in node for text in texts_of(value)]
        case _:
            return []


def _shown(element: dict[str, Any]) -> str:
    if element["type"] == "text":
        return "" if element.get("style", {}).get("code") else str(element["text"])
    return str(element["format"]) if element["type"] == "date" else "@"
