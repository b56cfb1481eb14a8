"""What somebody looks for in the directory, and how what was found is filtered and paged. Pure."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from bot.core.calls import OddButton
from bot.core.words import plainly

ON_A_PAGE = 10
MOST_DEPARTMENTS = 40  # in a menu that takes 100 options, since a message takes 9,000 characters

_VALUE = re.compile(r"([0-9]{1,6}):([1-5]):([0-9a-f]{12})?:([a-z0-9-]{1,64})")


@dataclass(frozen=True)
class Search:
    """`department` is a key of `departments_of`, empty for all; `least` is a mastery. Pages are counted from 1."""

    skill: str
    department: str = ""
    least: int = 1
    page: int = 1

    @property
    def value(self) -> str:
        """What a button or an option carries: 90 characters at most, of 150."""
        return f"{self.page}:{self.least}:{self.department}:{self.skill}"

    @classmethod
    def read(cls, value: str) -> Self:
        """Raises OddButton for what no button of ours carries."""
        found = _VALUE.fullmatch(value)
        if found is None:
            raise OddButton
        page, least, department, skill = found.groups()
        return cls(skill, department or "", int(least), int(page))


@dataclass(frozen=True)
class SkillOffer:
    """`department` is empty where it was not said."""

    person_id: int
    level: int  # of MASTERY
    department: str


@dataclass(frozen=True)
class Page:
    """`search` is what was looked for as far as it still makes sense, `total` how many fit it."""

    search: Search
    pages: int
    total: int
    offers: Sequence[SkillOffer] = field(repr=False)
    departments: Mapping[str, str]


def departments_of(offers: Sequence[SkillOffer]) -> dict[str, str]:
    """Names by key, in the order of the names; where there are more than a menu takes, those with most people.

    People type them: those that differ in case or spaces only are one, called what most of them say. The key stands
    in for a name that an option's value would not hold.
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for spelling, count in Counter(offer.department for offer in offers).items():
        if spelling:
            spellings[department_key(spelling)][spelling] = count
    largest = sorted(spellings, key=lambda key: (-spellings[key].total(), key))[:MOST_DEPARTMENTS]
    names = {key: max(spellings[key], key=lambda name: (spellings[key][name], name)) for key in largest}
    return dict(sorted(names.items(), key=lambda item: plainly(item[1])))


def department_key(name: str) -> str:
    return hashlib.sha256(plainly(name).encode()).hexdigest()[:12]


def page_of(offers: Sequence[SkillOffer], search: Search) -> Page:
    """Of offers in the order in which they are shown. A department or a page that is gone gives way to one there is."""
    departments = departments_of(offers)
    department = search.department if search.department in departments else ""
    fitting = [offer for offer in offers if offer.level >= search.least]
    if department:
        spellings = {offer.department for offer in offers}
        chosen = {spelling for spelling in spellings if department_key(spelling) == department}
        fitting = [offer for offer in fitting if offer.department in chosen]
    pages = max(1, -(-len(fitting) // ON_A_PAGE))
    page = min(max(search.page, 1), pages)
    shown = fitting[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    return Page(replace(search, department=department, page=page), pages, len(fitting), shown, departments)
