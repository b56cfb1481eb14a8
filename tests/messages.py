"""The sentences of the bot, for the translators: extracted from the code, merged into each language, compiled.

`python -m tests.messages` writes them; with `--check` it only says whether what is written is still so.
"""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "bot" / "locale"
TEMPLATE = LOCALE / "flipside.pot"
KEYWORDS = {name: DEFAULT_KEYWORDS[name] for name in ("_", "ngettext", "pgettext")}
FOR_TRANSLATORS = "For translators:"  # what a comment above a sentence begins with
WRITTEN = datetime(2026, 11, 27, tzinfo=UTC)  # a date that moves would be a difference in every commit


def template() -> Catalog:
    """What the code says by now. Where it stands is given by file, without lines, which move too often."""
    catalogue = Catalog(
        project="Flipside", domain="flipside", charset="utf-8", creation_date=WRITTEN, revision_date=WRITTEN
    )
    found = extract_from_dir(
        ROOT / "bot",
        method_map=[("playground/**", "ignore"), ("**.py", "python")],
        keywords=KEYWORDS,
        comment_tags=[FOR_TRANSLATORS],
    )
    for name, _line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalogue.add(message, None, [(f"bot/{name}", 1)], auto_comments=comments, context=context)
    return catalogue


def written() -> Iterator[tuple[Path, bytes]]:
    """Each file in bot/locale, as it should be."""
    new = template()
    yield TEMPLATE, _po(new)
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/flipside.po")):
        with path.open("rb") as file:
            language = read_po(file, locale=path.parents[1].name, domain="flipside")
        language.update(new, no_fuzzy_matching=True, update_creation_date=False)
        yield path, _po(language)
        compiled = io.BytesIO()
        write_mo(compiled, language)
        yield path.with_suffix(".mo"), compiled.getvalue()


def _po(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalogue, width=100, include_lineno=False, ignore_obsolete=True)
    return file.getvalue()


def drifted() -> list[Path]:
    return [path for path, content in written() if not path.exists() or path.read_bytes() != content]


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        old = drifted()
        for path in old:
            print(f"{path.relative_to(ROOT)} is not what the code says; `make messages` writes it anew.")  # noqa: T201
        return 1 if old else 0
    LOCALE.mkdir(exist_ok=True)
    for path, content in written():
        path.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
