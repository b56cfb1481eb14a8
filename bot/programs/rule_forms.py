"""The forms with which leads say who fits whom, and who gets in."""

from collections.abc import Mapping
from typing import Any

from bot.core import forms
from bot.core.blocks import Block
from bot.core.sentences import _, pgettext, say
from bot.core.submissions import Submission
from bot.programs.forms import EditForm
from bot.programs.model import MOST_QUESTIONS, QUESTION, Background, DepartmentRule, Entry, Silence

MOST_PLACES, WIDEST_GAP, LONGEST_OVERLAP = 100_000, 1000, 8

ENTRIES = [
    (Entry.OPEN.value, _("Open: whoever signs up is in")),
    (Entry.APPLICATION.value, _("By application: a lead accepts")),
]
DEPARTMENTS = [
    (DepartmentRule.ANY.value, _("The department doesn't matter")),
    (DepartmentRule.DIFFERENT.value, _("Always different departments")),
    (DepartmentRule.SAME.value, _("Always the same department")),
]
BACKGROUNDS = [
    (Background.ANY.value, _("It doesn't matter")),
    (Background.SIMILAR.value, _("A similar one is preferred")),
    (Background.DIFFERENT.value, _("A different one is preferred")),
]
SILENCES = [
    (Silence.DECLINES.value, _("Counts as a no")),
    (Silence.ACCEPTS.value, _("Counts as a yes")),
]
YES_NO = [("yes", pgettext("an answer", "Yes")), ("no", _("No, it doesn't matter"))]
SELF_CHOSEN = [("no", _("No: leads propose pairs")), ("yes", _("Yes: they may ask somebody themselves"))]

EXAMPLE = _("What would you like a senior colleague to understand better?")


class RulesForm(EditForm):
    callback_id = "edit_rules"
    title = pgettext("the title of a form, 24 characters at most", "Matching rules")
    fields = ("min_gap", "department_rule", "min_overlap", "needs_language", "background", "self_chosen")

    @classmethod
    def _inputs(cls, values: Mapping[str, Any]) -> list[Block]:
        return [
            forms.number_input(
                "min_gap",
                _("Levels apart, at least"),
                least=1,
                most=WIDEST_GAP,
                initial=values["min_gap"],
                hint=_("The junior side is always the more junior one. Nobody is paired within one reporting line."),
                optional=False,
            ),
            forms.select("department_rule", _("Departments"), DEPARTMENTS, initial=values["department_rule"]),
            forms.number_input(
                "min_overlap",
                _("Hours a day that both work, at least"),
                least=0,
                most=LONGEST_OVERLAP,
                initial=values["min_overlap"],
                hint=_("By their time zones and working hours. 0 if it doesn't matter."),
                optional=False,
            ),
            forms.select(
                "needs_language",
                _("Must they share a language?"),
                YES_NO,
                initial="yes" if values["needs_language"] else "no",
            ),
            forms.select(
                "background",
                _("Background"),
                BACKGROUNDS,
                initial=values["background"],
                hint=_("Here it means location and languages. A wish, never a must."),
            ),
            forms.select(
                "self_chosen",
                _("May people ask each other?"),
                SELF_CHOSEN,
                initial="yes" if values["self_chosen"] else "no",
                hint=_("These rules hold then, too. Whoever is asked accepts, or declines quietly."),
            ),
        ]

    @classmethod
    def _values(cls, submission: Submission) -> dict[str, Any]:
        return {
            "min_gap": submission.whole("min_gap", least=1, most=WIDEST_GAP),
            "department_rule": submission.chosen("department_rule", DepartmentRule),
            "min_overlap": submission.whole("min_overlap", least=0, most=LONGEST_OVERLAP),
            "needs_language": submission.choice("needs_language", ["yes", "no"]) == "yes",
            "background": submission.chosen("background", Background),
            "self_chosen": submission.choice("self_chosen", ["yes", "no"]) == "yes",
        }


class EntryForm(EditForm):
    callback_id = "edit_entry"
    title = pgettext("the title of a form, 24 characters at most", "Entry and places")
    fields = ("entry", "questions", "places", "silence")

    @classmethod
    def _inputs(cls, values: Mapping[str, Any]) -> list[Block]:
        questions = [*values["questions"], *[""] * MOST_QUESTIONS][:MOST_QUESTIONS]
        return [
            forms.select("entry", _("How do people get in?"), ENTRIES, initial=values["entry"]),
            *[
                forms.text_input(
                    f"question_{number}",
                    say(_("Question {number} for those who apply"), number=number),
                    most=QUESTION,
                    initial=question,
                    optional=True,
                    placeholder=EXAMPLE if number == 1 else "",
                )
                for number, question in enumerate(questions, 1)
            ],
            forms.number_input(
                "places",
                _("Places"),
                least=1,
                most=MOST_PLACES,
                initial=values["places"],
                hint=_("For both sides together; empty for any number. Once taken, there is a waiting list."),
            ),
            forms.select(
                "silence",
                _("No answer within five working days"),
                SILENCES,
                initial=values["silence"],
                hint=_(
                    "When a pair is offered to somebody. If silence counts as a yes, a quiet no is easier to guess."
                ),
            ),
        ]

    @classmethod
    def _values(cls, submission: Submission) -> dict[str, Any]:
        asked = [
            submission.text(f"question_{number}", most=QUESTION, required=False)
            for number in range(1, MOST_QUESTIONS + 1)
        ]
        return {
            "entry": submission.chosen("entry", Entry),
            "questions": [question for question in asked if question],
            "places": submission.number("places", least=1, most=MOST_PLACES),
            "silence": submission.chosen("silence", Silence),
        }
