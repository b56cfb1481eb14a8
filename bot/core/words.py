"""What people type, made fit for reading, comparing and storing."""

import re
from html import unescape

# Phones turn plain quotes and dashes into typographic ones, and put in spaces of their own.
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "\u00a0": " "})


def storable(text: str) -> str:
    """Without NUL and halves of a character, which some client sends and no database or network takes."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def plainly(text: str) -> str:
    """For comparing what two people typed: small letters, plain quotes and dashes, single spaces."""
    return re.sub(r"\s+", " ", text.translate(QUOTES)).strip().strip("\"'").casefold()


def words_of(text: str) -> tuple[str, str]:
    """`  “SignUp?”  data viz ` becomes ("signup", "data viz"): the subcommand in small letters, and the rest."""
    plain = re.sub(r"\s+", " ", unescape(storable(text)).translate(QUOTES)).strip().strip("\"'/ ")
    first, _, rest = plain.partition(" ")
    return first.strip("\"'").rstrip("?!.,;:").lower(), rest.strip().strip("\"'").strip()
