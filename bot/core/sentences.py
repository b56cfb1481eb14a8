"""Whole sentences, in the language of whoever reads them.

`_`, `ngettext` and `pgettext` mark a sentence for the translators and say nothing yet, so that a constant or a refusal
can hold one. `say` makes words of it, and puts values into its placeholders; a value is never looked into, so that
`{x}` or `%s` in what people wrote stays what they wrote. What takes words (blocks, forms, refusals) also takes a
sentence as it is, where it has no placeholders.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar, overload

from bot.core.languages import WRITTEN_IN, catalogue_of, locale_of
from bot.core.reading import language_now

K = TypeVar("K")

PLACEHOLDER = re.compile(r"\{(\w+)\}")

Inline = dict[str, Any]  # an element of rich text; `blocks` makes them


class WrongValues(ValueError):
    """A placeholder without a value, or a value without a placeholder."""


@dataclass(frozen=True)
class Sentence:
    """Said in the language that is read in when it becomes words; until then it belongs to none."""

    text: str
    plural: str = ""
    count: int = 1  # which of the two, where there are two
    context: str = ""
    values: tuple[tuple[str, "Plain"], ...] = ()

    def given(self, values: "Mapping[str, Plain]") -> "Sentence":
        """For what is said later, such as a refusal; everything else is said at once, by `say`."""
        _check(self, dict(self.values) | {**values})
        return replace(self, values=(*self.values, *values.items()))

    def __str__(self) -> str:
        return str(say(self))

    def stored(self) -> dict[str, Any]:
        """For a row of ours: `told_in` reads it, and whoever reads that has it in their language."""
        values = {name: value.stored() if isinstance(value, Sentence) else value for name, value in self.values}
        kept = {"text": self.text, "plural": self.plural, "count": self.count, "context": self.context}
        return {**kept, "values": values}


def told_in(stored: Any) -> "Text":
    """What `Sentence.stored` gave, or a text that was stored as it was."""
    if not isinstance(stored, Mapping):
        return str(stored)
    values = {name: told_in(value) if isinstance(value, Mapping) else value for name, value in stored["values"].items()}
    return Sentence(stored["text"], stored["plural"], stored["count"], stored["context"]).given(values)


class Words(str):
    """What was said, as one text. `parts` are our own words and each value that people wrote, in their order."""

    parts: tuple[str, ...]

    def __new__(cls, parts: Sequence[str]) -> "Words":
        words = super().__new__(cls, "".join(parts))
        words.parts = tuple(parts)
        return words


Text = str | Sentence  # what a label, a heading or a refusal takes
Part = str | Sentence | Inline  # what a paragraph is made of
Plain = str | int | Sentence
Value = Plain | Inline | Sequence[str | Sentence | Inline]


class Labels(Mapping[K, str]):
    """What people read, by what is stored: said when it is looked up, in the language that is read in then."""

    def __init__(self, sentences: Mapping[K, Text]) -> None:
        self._sentences = sentences

    def __getitem__(self, key: K) -> str:
        return str(self._sentences[key])

    def __iter__(self) -> Iterator[K]:
        return iter(self._sentences)

    def __len__(self) -> int:
        return len(self._sentences)

    def __contains__(self, key: object) -> bool:
        return key in self._sentences

    def __or__(self, others: Mapping[K, Text]) -> "Labels[K]":
        """With others, such as names that people made up."""
        return Labels({**self._sentences, **others})


def _(text: str) -> Sentence:
    return Sentence(text)


ONE_BY_ONE = _("{first}, {next}")


def ngettext(one: str, many: str, count: int) -> Sentence:
    """`{count}` may stand in either of them, and need not be given to `say`."""
    return Sentence(one, plural=many, count=count)


def pgettext(context: str, text: str) -> Sentence:
    """For a text that means several things, such as a single word; `context` is for the translators."""
    return Sentence(text, context=context)


@overload
def say(sentence: Sentence, **values: Plain) -> str: ...
@overload
def say(sentence: Sentence, **values: Value) -> Part: ...
def say(sentence: Sentence, **values: Value) -> Part:
    """Numbers are written as the reader writes them; a year or an id is a text. Raises WrongValues."""
    given: dict[str, Value] = dict(sentence.values) | values
    _check(sentence, given)
    given.setdefault("count", sentence.count)
    return _filled(_translated(sentence), given)


def all_of(parts: Sequence[Part]) -> Part:
    """A, B and C."""
    return _listed(parts, "standard")


def any_of(parts: Sequence[Part]) -> Part:
    """A, B or C."""
    return _listed(parts, "or")


def one_by_one(parts: Sequence[Part]) -> Part:
    """A, B, C: as in a line of facts, with no "and"."""
    said: Part = _filled("{0}", {"0": parts[0]}) if parts else Words([])
    for part in parts[1:]:
        said = say(ONE_BY_ONE, first=said, next=part)
    return said


def chained(between: Sentence, parts: Sequence[Plain]) -> Plain:
    """One after another as `between` says, such as `{first}; {next}`. Said when it is shown."""
    first, *rest = parts or [""]
    for part in rest:
        first = between.given({"first": first, "next": part})
    return first


def together(*sentences: Part) -> Part:
    """Whole sentences, one after another; one that is empty is left out."""
    said: Part = Words([])
    for sentence in sentences:
        if not sentence:
            continue
        said = _filled("{0} {1}", {"0": said, "1": sentence}) if said else _filled("{0}", {"0": sentence})
    return said


def number(value: float) -> str:
    """12,345 or 6.5, as the reader writes it."""
    if isinstance(value, int) and -1000 < value < 1000:
        return str(value)
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale_of(language_now()))


@lru_cache(maxsize=4096)
def placeholders(text: str) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(text))


def _check(sentence: Sentence, given: Mapping[str, Value]) -> None:
    takes = placeholders(sentence.text) | placeholders(sentence.plural)
    implied = frozenset({"count"}) if sentence.plural else frozenset[str]()
    if takes - implied != given.keys() - implied:
        raise WrongValues(f"{sentence.text!r} takes {sorted(takes)}, and got {sorted(given)}")


def _translated(sentence: Sentence) -> str:
    """A translation that lost a placeholder, or made one up, is not said; a test finds it."""
    catalogue = catalogue_of(language_now())
    text, plural, count, context = sentence.text, sentence.plural, sentence.count, sentence.context
    written = plural if plural and count != 1 else text
    if plural:
        said = catalogue.ngettext(text, plural, count)
    else:
        said = catalogue.pgettext(context, text) if context else catalogue.gettext(text)
    known = placeholders(text) | placeholders(plural) | ({"count"} if plural else frozenset())
    return said if placeholders(said) <= known else written


class _Theirs(str):
    """A value: links, emoji and the direction of what people wrote end where it ends."""


def _filled(text: str, values: Mapping[str, Value]) -> Part:
    pieces: list[str | Inline] = []
    for position, piece in enumerate(PLACEHOLDER.split(text)):
        pieces += [piece] if position % 2 == 0 else _pieces_of(values[piece])
    parts: list[str | Inline] = []
    for piece in pieces:
        if type(piece) is str and parts and type(parts[-1]) is str:  # our own words become one text
            parts[-1] += piece
        elif piece:
            parts.append(piece)
    texts = [part for part in parts if isinstance(part, str)]
    return Words(texts) if len(texts) == len(parts) else {"type": "said", "parts": parts}


def _pieces_of(value: Value) -> Sequence[str | Inline]:
    match value:
        case Sentence():
            return _pieces_of(say(value))
        case int():
            return [number(value)]
        case Words():
            return value.parts
        case str():
            return [_Theirs(value)]
        case {"type": "said", "parts": parts}:
            return list(parts)
        case dict():
            return [value]
        case _:
            return [piece for part in value for piece in _pieces_of(part)]


def _listed(items: Sequence[Part], style: str) -> Part:
    """English goes without the comma before its "and"."""
    language = language_now()
    patterns = locale_of("en_GB" if language.startswith(WRITTEN_IN) else language).list_patterns[style]
    first, *rest = items or [""]
    said: Part = _filled("{first}", {"first": first})
    for position, item in enumerate(rest):
        is_last = position == len(rest) - 1
        pattern = patterns["2" if len(items) == 2 else "end" if is_last else "start" if position == 0 else "middle"]
        said = _filled(pattern, {"0": said, "1": item})
    return said
