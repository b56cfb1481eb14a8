"""The forms with which leads say who fits whom, and who gets in."""

from collections.abc import Mapping
from typing import Any

from bot.core import forms
from bot.core.blocks import Block
from bot.core.submissions import Submission
from bot.programs.forms import EditForm
from bot.programs.model import MOST_QUESTIONS, QUESTION, Background, DepartmentRule, Entry, Silence

MOST_PLACES, WIDEST_GAP, LONGEST_OVERLAP = 100_000, 1000, 8

ENTRIES = [
    (Entry.OPEN.value, "Open: whoever signs up is in"),
    (Entry.APPLICATION.value, "By application: a lead accepts"),
]
DEPARTMENTS = [
    (DepartmentRule.ANY.value, "The department does not matter"),
    (DepartmentRule.DIFFERENT.value, "Always different departments"),
    (DepartmentRule.SAME.value, "Always the same department"),
]
BACKGROUNDS = [
    (Background.ANY.value, "It does not matter"),
    (Background.SIMILAR.value, "A similar one is preferred"),
    (Background.DIFFERENT.value, "A different one is preferred"),
]
SILENCES = [
    (Silence.DECLINES.value, "declines"),
    (Silence.ACCEPTS.value, "accepts"),
]
YES_NO = [("yes", "Yes"), ("no", "No, it does not matter")]
SELF_CHOSEN = [("no", "No: leads propose pairs"), ("yes", "Yes: they may ask somebody themselves")]


class RulesForm(EditForm):
    callback_id = "edit_rules"
    title = "Matching rules"
    fields = ("min_gap", "department_rule", "min_overlap", "needs_language", "background", "self_chosen")

    @classmethod
    def _inputs(cls, values: Mapping[str, Any]) -> list[Block]:
        return [
            forms.number_input(
                "min_gap",
                "Levels apart, at least",
                least=1,
                most=WIDEST_GAP,
                initial=values["min_gap"],
                hint="The junior side is always the more junior one. Nobody is paired within one reporting line.",
                optional=False,
            ),
            forms.select("department_rule", "Departments", DEPARTMENTS, initial=values["department_rule"]),
            forms.number_input(
                "min_overlap",
                "Hours a day that both work, at least",
                least=0,
                most=LONGEST_OVERLAP,
                initial=values["min_overlap"],
                hint="By their time zones and working hours. 0 if it does not matter.",
                optional=False,
            ),
            forms.select(
                "needs_language",
                "Must they share a language?",
                YES_NO,
                initial="yes" if values["needs_language"] else "no",
            ),
            forms.select(
                "background",
                "Background",
                BACKGROUNDS,
                initial=values["background"],
                hint="Here it means location and languages. A wish, never a must.",
            ),
            forms.select(
                "self_chosen",
                "May people ask each other?",
                SELF_CHOSEN,
                initial="yes" if values["self_chosen"] else "no",
                hint="These rules hold then, too. Whoever is asked accepts, or declines quietly.",
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
    title = "Entry and places"
    fields = ("entry", "questions", "places", "silence")

    @classmethod
    def _inputs(cls, values: Mapping[str, Any]) -> list[Block]:
        questions = [*values["questions"], *[""] * MOST_QUESTIONS][:MOST_QUESTIONS]
        return [
            forms.select("entry", "How do people get in?", ENTRIES, initial=values["entry"]),
            *[
                forms.text_input(
                    f"question_{number}",
                    f"Question {number} for those who apply",
                    most=QUESTION,
                    initial=question,
                    optional=True,
                    placeholder="What would you like a senior colleague to understand better?" if number == 1 else "",
                )
                for number, question in enumerate(questions, 1)
            ],
            forms.number_input(
                "places",
                "Places",
                least=1,
                most=MOST_PLACES,
                initial=values["places"],
                hint="For both sides together; empty for any number. Once taken, there is a waiting list.",
            ),
            forms.select(
                "silence",
                "Who does not answer within five working days",
                SILENCES,
                initial=values["silence"],
                hint="When a pair is offered to them. Where silence accepts, a quiet no is easier to guess.",
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
