"""What people type, made fit for reading, comparing and storing."""

import re
from html import unescape

# Phones turn plain quotes and dashes into typographic ones, and put in spaces of their own.
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "\u00a0": " "})

# How Slack escapes addresses, channels and groups in the text of a command ("Formatting text for app surfaces", and
# `should_escape` in the manifest). A `<` that somebody types comes as `&lt;`, and people begin with @.
ESCAPED = re.compile(r"<(?P<sign>[#!]?)(?P<target>[^@<>|][^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def storable(text: str) -> str:
    """Without NUL and halves of a character, which some client sends and no database or network takes."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def plainly(text: str) -> str:
    """For comparing what two people typed: small letters, plain quotes and dashes, single spaces."""
    return re.sub(r"\s+", " ", text.translate(QUOTES)).strip().strip("\"'").casefold()


def as_typed(text: str) -> str:
    """What somebody typed, of a command's text that Slack escaped: `<http://asp.net|asp.net>` was "asp.net".

    People stay as they came, `<@U1|name>`, for whoever wants to know whom was meant.
    """
    return unescape(ESCAPED.sub(_typed, text))


def _typed(link: re.Match[str]) -> str:
    target, label = link["target"], link["label"] or ""
    match link["sign"]:
        case "#":
            return f"#{label or target}"
        case "!":  # a group of people by its label, and what pages everybody by its name
            return label or f"@{target}"
        case _:
            return label or target.removeprefix("mailto:")


def words_of(text: str) -> tuple[str, str]:
    """`  “SignUp?”  data viz ` becomes ("signup", "data viz"): the subcommand in small letters, and the rest."""
    plain = re.sub(r"\s+", " ", as_typed(storable(text)).translate(QUOTES)).strip().strip("\"'/ ")
    first, _, rest = plain.partition(" ")
    return first.strip("\"'").rstrip("?!.,;:").lower(), rest.strip().strip("\"'").strip()
