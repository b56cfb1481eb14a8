"""What the two sides of a program's pairs are called, wherever somebody reads it. Pure."""

from dataclasses import dataclass

from bot.programs.model import Footing, Program

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
        return _counted(number, self.junior)

    def count_seniors(self, number: int) -> str:
        return _counted(number, self.senior)


def wording(program: Program) -> Wording:
    if program.footing is Footing.ROLES:
        return Wording("mentor", "mentee", "mentor", "mentee", is_equal=False)
    word = program.partner_word
    return Wording(word, word, f"junior {word}", f"senior {word}", is_equal=True)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {_plural(word)}"


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"
