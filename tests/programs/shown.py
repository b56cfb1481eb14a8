"""What people see of programs, for the golden files."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.editing import fingerprints
from bot.matching.search import views as matching
from bot.programs import edit_views, views
from bot.programs.forms import BasicsForm, ProgramForm
from bot.programs.model import NAME, NEED, PARTNER_PLURAL, PARTNER_WORD, Entry, Footing
from bot.programs.rule_forms import EntryForm, RulesForm
from bot.programs.rules.lifecycle import UNFINISHED, ProgramState
from bot.programs.rules.weights import WEIGHTS
from bot.programs.weight_form import WeightsForm
from tests.people_and_pairs import made_program

PROGRAM = made_program(1, "Digital natives")
OTHER = made_program(2, "Green shoots", need="Another need.", session_minutes=30)
EQUAL = made_program(3, "Side by side", footing=Footing.EQUAL)
LONG_PROGRAMS = [
    made_program(
        number,
        "N" * NAME,
        need="n" * NEED,
        footing=Footing.EQUAL,
        partner_word="w" * PARTNER_WORD,
        partner_plural="w" * PARTNER_PLURAL,
        weights=dict.fromkeys(WEIGHTS, 100),
        starts_on=date(2026, 9, 7),
        ends_on=date(2027, 2, 26),
        self_chosen=True,
        entry=Entry.APPLICATION,
        places=100_000,
    )
    for number in range(20)
]
WITH_CHANNEL = made_program(1, "Digital natives", channel_id="C1")
DRAFT = made_program(4, "Next year", state=ProgramState.DRAFT)
BY_APPLICATION = made_program(
    5,
    "Few places",
    entry=Entry.APPLICATION,
    questions=["What would you like to show?"],
    places=20,
    state=ProgramState.OPEN,
)
VALUES = {
    name: getattr(PROGRAM, name)
    for form in (BasicsForm, RulesForm, EntryForm)
    for name in form.fields
    if name != "leads"
}
VALUES["leads"] = ["U9"]

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "program_form": lambda: ProgramForm.modal("U9"),
    "program_created": lambda: views.program_created(PROGRAM),
    "program_announced": lambda: views.program_announced(PROGRAM),
    "program_unannounced": lambda: views.program_unannounced(WITH_CHANNEL),
    "program_unannounced_for_good": lambda: views.program_unannounced(WITH_CHANNEL, is_given_up=True),
    "program_announced_at_last": lambda: views.program_announced_at_last(WITH_CHANNEL),
    "program_announced_again": lambda: views.announcing_again(WITH_CHANNEL, stands=False),
    "program_announced_already": lambda: views.announcing_again(WITH_CHANNEL, stands=True),
    "programs_led": lambda: views.programs_led([PROGRAM, OTHER]),
    "program_created_as_draft": lambda: views.program_created(DRAFT),
    "programs_led_in_every_state": lambda: views.programs_led(
        [
            made_program(number, "Digital natives", state=state)
            for number, state in enumerate((*UNFINISHED, ProgramState.CLOSED))
        ]
    ),
    "programs_led_at_their_longest": lambda: views.programs_led(LONG_PROGRAMS, 2),
    "program_moved": lambda: views.program_moved(made_program(1, "Digital natives", state=ProgramState.CLOSING)),
    "draft_deleted": lambda: views.draft_deleted("Next year"),
    "program_changed": lambda: edit_views.program_changed(
        BY_APPLICATION, {"ends_on": None, "starts_on": date(2026, 9, 7), "channel_id": None, "self_chosen": True}
    ),
    "program_as_it_was": lambda: edit_views.program_changed(BY_APPLICATION, {}),
    "lead_added": lambda: views.lead_added(PROGRAM),
    "season_ends": lambda: views.season_ends(PROGRAM),
    "season_has_ended": lambda: views.season_ends(PROGRAM, is_past=True),
    "edit_program": lambda: BasicsForm.modal(1, VALUES, fingerprints(VALUES)),
    "edit_program_conflict": lambda: BasicsForm.modal(
        1, VALUES, {}, notice=edit_views.changed_meanwhile({"name": "Sunrise", "leads": ["U1"], "ends_on": None})
    ),
    "edit_rules": lambda: RulesForm.modal(1, VALUES, fingerprints(VALUES)),
    "edit_rules_doubted": lambda: RulesForm.modal(1, VALUES, {}, notice=matching.gap_too_wide(5, 2, 5), confirmed=True),
    "edit_weights": lambda: WeightsForm.modal(1, {"weights": {"skills": 10}}, {}),
    "edit_weights_conflict": lambda: WeightsForm.modal(
        1, {"weights": {}}, {}, notice=edit_views.changed_meanwhile({"weights": {"hours": 50}})
    ),
    "program_with_weights": lambda: edit_views.program_changed(PROGRAM, {"weights": {"hours": 50, "skills": 0}}),
    "edit_entry": lambda: EntryForm.modal(5, VALUES | {"questions": ["Why?"], "places": 20}, {}),
    "announced_on_equal_footing": lambda: views.program_announced(EQUAL),
    "created_on_equal_footing": lambda: views.program_created(EQUAL),
}
