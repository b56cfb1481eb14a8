"""What those who lead a program see of its offers: never who, nor what somebody answered."""

from typing import Any

from bot.core.answers import Message
from bot.core.blocks import Part, bold, button, buttons, paragraph
from bot.core.sentences import _, all_of, ngettext, say, together
from bot.offers.queries import Waiting
from bot.programs.model import Program
from bot.programs.wording import wording


def offers_unheard(program: Program) -> Message:
    """Neither who nor how many: somebody else of them may have declined."""
    said = together(
        say(
            _("Not everyone I was going to ask about a match in {program} got my message in time."),
            program=bold(program.name),
        ),
        _("That's no “no” from them: they count as not asked, and can be matched again."),
    )
    return Message([paragraph(said), buttons(look_for_pairs(program))])


def people_waiting(program: Program, waiting: Waiting) -> Message:
    """Numbers only."""
    people = waiting.mentors + waiting.mentees
    said = ngettext(
        "{program}: {count} person is waiting for a partner, {sides}.",
        "{program}: {count} people are waiting for a partner, {sides}.",
        people,
    )
    line = say(said, program=bold(program.name), sides=told_sides(program, waiting))
    return Message([paragraph(line), buttons(look_for_pairs(program))])


def told_sides(program: Program, waiting: Waiting) -> Part:
    words = wording(program)
    return all_of([words.count_juniors(waiting.mentors), words.count_seniors(waiting.mentees)])


def look_for_pairs(program: Program) -> dict[str, Any]:
    return button(_("Look for pairs"), "match_program", program.id)
