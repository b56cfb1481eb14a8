"""What the two sides of a program's pairs are called, and what they let themselves in for. Pure."""

from dataclasses import dataclass

from bot.core.dates import day
from bot.core.sentences import _, ngettext, say, together
from bot.programs.model import PARTNER, PARTNERS, Footing, Program
from bot.programs.rules.cadence import Cadence

FOOTINGS = [
    (Footing.ROLES.value, _("Mentor and mentee")),
    (Footing.EQUAL.value, _("Equal footing: learning partners, or a word of yours")),
]

# What a program calls both where its lead has chosen no word.
USUAL_WORD = {PARTNER: _("learning partner")}
USUAL_PLURAL = {PARTNERS: _("learning partners")}


@dataclass(frozen=True)
class Wording:
    """`mentor` and `mentee` address the two, `both` the two together; `junior` and `senior` tell them apart for those
    who lead the program.

    In the language that is read in now, except for a word that a lead chose: that is shown as it was typed.
    """

    mentor: str
    mentee: str
    both: str
    junior: str
    senior: str
    is_equal: bool

    def count_juniors(self, number: int) -> str:
        if not self.is_equal:
            return say(ngettext("{count} mentor", "{count} mentors", number))
        told = ngettext("{count} junior {partner}", "{count} junior {partners}", number)
        return say(told, partner=self.mentor, partners=self.both)

    def count_seniors(self, number: int) -> str:
        if not self.is_equal:
            return say(ngettext("{count} mentee", "{count} mentees", number))
        told = ngettext("{count} senior {partner}", "{count} senior {partners}", number)
        return say(told, partner=self.mentee, partners=self.both)


def wording(program: Program) -> Wording:
    if program.footing is Footing.ROLES:
        mentor, mentee = say(_("mentor")), say(_("mentee"))
        return Wording(mentor, mentee, say(_("mentor and mentee")), mentor, mentee, is_equal=False)
    word = str(USUAL_WORD.get(program.partner_word, program.partner_word))
    both = str(USUAL_PLURAL.get(program.partner_plural, program.partner_plural))
    junior, senior = say(_("junior {partner}"), partner=word), say(_("senior {partner}"), partner=word)
    return Wording(word, word, both, junior, senior, is_equal=True)


MEET = {
    Cadence.WEEKLY: _("Pairs meet once a week for {minutes} minutes."),
    Cadence.EVERY_TWO_WEEKS: _("Pairs meet every two weeks for {minutes} minutes."),
    Cadence.TWICE_A_MONTH: _("Pairs meet twice a month for {minutes} minutes."),
    Cadence.MONTHLY: _("Pairs meet once a month for {minutes} minutes."),
    Cadence.EVERY_TWO_MONTHS: _("Pairs meet every two months for {minutes} minutes."),
}


def commitment(program: Program) -> str:
    """How often, how long, from when till when: what people know before they are asked for anything."""
    return str(together(say(MEET[program.cadence], minutes=program.session_minutes), _season(program)))


def _season(program: Program) -> str:
    starts, ends = program.starts_on, program.ends_on
    if starts and ends:
        with_year = starts.year != ends.year
        first, last = (day(one, with_year=with_year) for one in (starts, ends))
        return say(_("They start on {first} and go on until {last}."), first=first, last=last)
    if ends:
        return say(_("They start the day they're matched and go on until {last}."), last=day(ends))
    if starts:
        return say(_("They start on {first}, and no end date is set yet."), first=day(starts))
    return say(_("They start the day they're matched, and no end date is set yet."))
