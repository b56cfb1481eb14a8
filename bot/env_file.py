"""The file `.env` as a whole: whether it can be read, and names in it that are nearly those of settings."""

from collections.abc import Collection, Iterator
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values

ALIKE = 0.85  # of 1: one letter amiss in the shortest names, two or three in long ones


class UnreadableEnvFile(Exception):
    """Says why, and quotes nothing of it."""


def names_in(path: Path) -> frozenset[str]:
    """In capitals. A file that is missing holds none. Raises UnreadableEnvFile."""
    if not path.is_file():
        return frozenset()
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UnreadableEnvFile(f"cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # every second letter of UTF-16
        raise UnreadableEnvFile("not in UTF-8. Save it in that encoding; Windows calls UTF-16 “Unicode”.")
    return frozenset(name.upper() for name in dotenv_values(stream=StringIO(text), interpolate=False))


def likely_meant(names: Collection[str], known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each name that is not known, with the known one that it is nearly, unless that is there as well."""
    unknown, missing = sorted(set(names) - set(known)), sorted(set(known) - set(names))
    if not unknown:
        return
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extractOne

    for name in unknown:
        if found := extractOne(name, missing, scorer=Indel.normalized_similarity, score_cutoff=ALIKE):
            yield name, found[0]
