"""From what people type to the skill that they mean, and what a new skill may be called."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from bot.core.likeness import LETTERS, slips_between
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.core.words import storable
from bot.skills.rules.catalogue import LABELS
from bot.skills.rules.synonyms import FAR_APART, SYNONYMS

NAME = 60  # characters
SHORT = 5  # letters of the names in FAR_APART
FOUND = 20  # slugs that a search gives at most

ACCENTS = re.compile(r"[\u0300-\u036f\ufe00-\ufe0f]")  # and what only chooses how an emoji is drawn
LETTERS_AND_NUMBERS = {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No"}
MARKS = {"Mn", "Mc"}  # no accents in Hindi or Thai: without them other words would come out
FILLERS = "\u115f\u1160\u3164\uffa0\u2800"  # letters and signs that are drawn as nothing

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
BULLET = re.compile(r"^[-–—•*·]\s+")
# What stands between commas, semicolons and line ends; "Short video (Reels, Shorts, TikTok)" stays one name.
LISTED = re.compile(r"(?:\([^()\n\r]*\)|[^,;，；、\n\r\u2028\u2029])+")
NEVER_SLIPPED = re.compile(r"[\d+#]")


class OddSkillName(Refusal):
    pass


def normalised(text: str) -> str:
    """For comparing names: "Tik-Tok", "tik tok" and "TIKTOK" are one, "C", "C++" and "C#" are three.

    A leading `#` is a hashtag's and does not count. Empty where there is no letter or digit.
    """
    # Twice, because taking apart makes capitals of its own ("™" becomes "TM").
    for _time in range(2):
        text = unicodedata.normalize("NFKD", text.casefold())
    plain = ACCENTS.sub("", text).translate(LETTERS)
    counted = LETTERS_AND_NUMBERS | MARKS
    kept = "".join(char for char in plain if char in "+#" or unicodedata.category(char) in counted)
    return unicodedata.normalize("NFC", kept.lstrip("+#")) if any(char.isalnum() for char in kept) else ""


class Names:
    """What skills are called: a slug may have many names, a name has one slug.

    The first name of a slug leads: a search ranks by it first. Where a name is given twice, the later one counts.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], *, known: "Names | None" = None) -> None:
        self._slugs: dict[str, str] = dict(known._slugs) if known else {}
        self._words: dict[str, tuple[frozenset[str], ...]] = dict(known._words) if known else {}
        for name, slug in pairs:
            if key := normalised(name):
                self._slugs[key] = slug
                self._words[slug] = (*self._words.get(slug, ()), _words(name))

    @classmethod
    def of(cls, additions: Mapping[str, str]) -> "Names":
        """The catalogue and a workspace's own names, each with its slug; the workspace's word goes first."""
        return Names(additions.items(), known=_CATALOGUE)

    def resolve(self, text: str) -> str | None:
        """The slug that is meant: by its very name, or by a slip of the finger that only one slug is nearest to."""
        key = normalised(text)
        if key in self._slugs:
            return self._slugs[key]
        near = self._near(key)
        fewest = min(near.values(), default=0)
        nearest = [slug for slug, slips in near.items() if slips == fewest]
        return nearest[0] if len(nearest) == 1 else None

    def search(self, text: str) -> list[str]:
        """Slugs that fit what was typed so far, best first; at most 20."""
        key, typed = normalised(text), _words(text)
        if not key:
            return []
        meant = self.resolve(text)
        near = self._near(key)
        words = {slug: frozenset[str]().union(*names) for slug, names in self._words.items()}
        ranked = [
            [meant] if meant else [],
            [slug for slug, names in self._words.items() if _begin(typed, names[0])],
            [slug for slug in words if _begin(typed, words[slug])],
            [slug for name, slug in self._slugs.items() if name.startswith(key)],
            sorted(near, key=lambda slug: near[slug]),
            [slug for slug in words if _almost_begin(typed, words[slug])],
        ]
        return list(dict.fromkeys(slug for slugs in ranked for slug in slugs))[:FOUND]

    def _near(self, key: str) -> dict[str, int]:
        """Slugs with a name that `key` may be a slip of, and by how many slips."""
        near: dict[str, int] = {}
        for name, slug in self._slugs.items():
            slips = _slips(key, name)
            if slips is not None:
                near[slug] = min(slips, near.get(slug, slips))
        return near


def checked_name(text: str) -> str:
    """A new skill's name with single spaces and nothing invisible. Raises OddSkillName.

    Two characters at least, or one letter: "R" and "C" are skills, "7" is not.
    """
    visible = unicodedata.normalize("NFC", _visible(text)).strip()
    name = " ".join(visible.split())
    shown = "".join(char for char in name if char.isprintable())
    shown = f"“{shown[:30]}…”" if len(shown) > 30 else f"“{shown}”"
    if not name:
        raise OddSkillName(_("Please give the skill a name, such as “Podcasts”."))
    if any(unicodedata.category(char) in {"Cc", "Zl", "Zp"} for char in visible):
        raise OddSkillName(_("Please write {name} on one line, without tabs or other control characters."), name=shown)
    if any(char in "<>@" for char in name):
        raise OddSkillName(_("Please write {name} without <, > and @."), name=shown)
    if LINK.search(name):
        raise OddSkillName(_("Please name the skill in a few words and leave out the link in {name}."), name=shown)
    if not any(char.isalnum() for char in name):
        raise OddSkillName(_("Please name the skill in words: there is no letter or digit in {name}."), name=shown)
    if len(name) == 1 and not name.isalpha():
        too_short = _("Please say a little more than {name}: a name has two characters or more, or is a letter.")
        raise OddSkillName(too_short, name=shown)
    # As it is compared, a name may be longer ("æ" becomes "ae"), and is stored in as many characters.
    if (length := max(len(name), len(normalised(name)))) > NAME:
        too_long = _("Please keep a skill's name to {most} characters; {name} has {length}.")
        raise OddSkillName(too_long, most=NAME, name=shown, length=length)
    return name


def split_names(text: str) -> list[str]:
    """The names in a list with commas, semicolons or line ends between them, each once, as they were typed."""
    names: dict[str, str] = {}
    for piece in LISTED.findall(_visible(text)):
        name = BULLET.sub("", piece.strip()).strip()
        if name:
            names.setdefault(normalised(name) or name, name)
    return list(names.values())


def _visible(text: str) -> str:
    """Without characters that show nothing, or turn the direction of others."""
    return "".join(char for char in storable(text) if unicodedata.category(char) != "Cf" and char not in FILLERS)


def _words(name: str) -> frozenset[str]:
    composed = unicodedata.normalize("NFC", name)  # a loose accent would part a word
    return frozenset(word for word in map(normalised, re.split(r"[^\w+#]+|_", composed)) if word)


def _begin(typed: frozenset[str], words: frozenset[str]) -> bool:
    """Whether each typed word is the beginning of some word."""
    return bool(typed) and all(any(word.startswith(start) for word in words) for start in typed)


def _almost_begin(typed: frozenset[str], words: frozenset[str]) -> bool:
    return bool(typed) and all(
        any(word.startswith(start) or _slips(start, word) is not None for word in words) for start in typed
    )


def _slips(typed: str, name: str) -> int | None:
    """How many slips of the finger (a letter dropped, added, exchanged, or two swapped) lie between; None if too many.

    One is forgiven from six letters on, two from twelve: a shorter word is soon another one (price and pride). In a
    few that are FAR_APART from others a dropped letter or a swap is, but none that was exchanged (expel). The first
    letter is hardly ever missed, and a digit or sign never is: "Web 2" is not "Web 3".
    """
    longer = max(len(typed), len(name))
    most = 0 if longer < 6 else 1 if longer < 12 else 2
    if longer == SHORT and name in FAR_APART and (len(typed) < SHORT or sorted(typed) == sorted(name)):
        most = 1
    if abs(len(typed) - len(name)) > most or typed[:1] != name[:1]:
        return None
    if NEVER_SLIPPED.findall(typed) != NEVER_SLIPPED.findall(name):
        return None
    return slips_between(typed, name, most)


_CATALOGUE = Names(
    [(label, slug) for slug, label in LABELS.items()]
    + [(name, slug) for slug, names in SYNONYMS.items() for name in names]
)
