"""The languages that the bot speaks: those in `bot/locale`, and the one that its sentences are written in."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

WRITTEN_IN = "en"
FOLDER = Path(__file__).parents[1] / "locale"
DOMAIN = "flipside"

# What Slack calls a language that we know by another code.
_ALSO = {"no": "nb", "nn": "nb"}

_added: dict[str, NullTranslations] = {}  # by language


def language_for(locale: str | None) -> str:
    """Of the languages that the bot speaks the one for somebody with this locale, as Slack says it ("de-DE")."""
    code = (locale or "").replace("_", "-").split("-")[0].lower()
    code = _ALSO.get(code, code)
    return code if code in _added or code in _spoken() else WRITTEN_IN


def shared_language(languages: Iterable[str]) -> str | None:
    """The one that all of a group read."""
    each = set(languages)
    return each.pop() if len(each) == 1 else None


@contextmanager
def speaking(language: str, catalogue: NullTranslations) -> Iterator[None]:
    """One more language, or another catalogue for one, for as long as this lasts."""
    before = dict(_added)
    _added[language] = catalogue
    try:
        yield
    finally:
        _added.clear()
        _added.update(before)


def catalogue_of(language: str) -> NullTranslations:
    """Without any sentence for a language that has none: they are then said as they were written."""
    return _added.get(language) or _read(language)


@cache
def locale_of(language: str) -> "Locale":
    """How dates, numbers and lists are written. `en-pseudo` writes them as `en` does."""
    from babel import Locale

    return Locale.parse(language.split("-", maxsplit=1)[0])


@cache
def _spoken() -> frozenset[str]:
    return frozenset({WRITTEN_IN, *(path.parents[1].name for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))})


@cache
def _read(language: str) -> NullTranslations:
    if language == WRITTEN_IN or language not in _spoken():
        return NullTranslations()
    with (FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return GNUTranslations(file)
