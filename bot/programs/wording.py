"""What the two sides of a program's pairs are called, and what they let themselves in for. Pure."""

from dataclasses import dataclass
from datetime import date

from bot.programs.model import Footing, Program
from bot.programs.rules.cadence import Cadence

FOOTINGS = [
    (Footing.ROLES.value, "Mentor and mentee"),
    (Footing.EQUAL.value, "Equal footing: one word for both, such as learning partners"),
]


@dataclass(frozen=True)
class Wording:
    """`mentor` and `mentee` address the two; `junior` and `senior` tell them apart for those who lead the program."""

    mentor: str
    mentee: str
    junior: str
    senior: str
    is_equal: bool

    @property
    def both(self) -> str:
        """What the two are, on equal footing: "learning partners"."""
        return _plural(self.mentor)

    def count_juniors(self, number: int) -> str:
        return counted(number, self.junior)

    def count_seniors(self, number: int) -> str:
        return counted(number, self.senior)


def wording(program: Program) -> Wording:
    if program.footing is Footing.ROLES:
        return Wording("mentor", "mentee", "mentor", "mentee", is_equal=False)
    word = program.partner_word
    return Wording(word, word, f"junior {word}", f"senior {word}", is_equal=True)


_HOW_OFTEN = {
    Cadence.WEEKLY: "once a week",
    Cadence.EVERY_TWO_WEEKS: "every two weeks",
    Cadence.TWICE_A_MONTH: "twice a month",
    Cadence.MONTHLY: "once a month",
    Cadence.EVERY_TWO_MONTHS: "every two months",
}


def commitment(program: Program) -> str:
    """How often, how long, from when till when: what people know before they are asked for anything."""
    meet = f"Pairs meet {_HOW_OFTEN[program.cadence]} for {program.session_minutes} minutes"
    starts, ends = program.starts_on, program.ends_on
    if starts and ends:
        with_year = starts.year != ends.year
        return f"{meet}, from {told_day(starts, with_year=with_year)} to {told_day(ends, with_year=with_year)}."
    if ends:
        return f"{meet}, from the day they're matched to {told_day(ends)}."
    if starts:
        return f"{meet}, from {told_day(starts)} on. No end date is set yet."
    return f"{meet}, from the day they're matched. No end date is set yet."


def told_day(day: date, *, with_year: bool = False) -> str:
    """Fri, Dec 4"""
    return f"{day:%a, %b} {day.day}" + (f", {day.year}" if with_year else "")


def counted(number: int, word: str, several: str = "") -> str:
    """1 pair, 2 pairs; `several` is said of words that add more than an s."""
    return f"{number:,} {word if number == 1 else several or _plural(word)}"


def count_people(number: int) -> str:
    return counted(number, "person", "people")


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"
