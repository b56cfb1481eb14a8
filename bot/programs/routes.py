"""Programs: created, changed, announced."""

from bot.core.routing import Routes, command, press, submit
from bot.core.sentences import _
from bot.programs import listeners
from bot.programs.forms import BasicsForm, ProgramForm
from bot.programs.weight_form import WeightsForm

ROUTES = Routes(
    "programs",
    [
        command(
            "program",
            listeners.show_programs,
            label=_("Show programs"),
            also="programs programme programmes programm",
        ),
        press("programs_before", listeners.turn_programs),
        press("programs_after", listeners.turn_programs),
        press("new_program", listeners.begin_program),
        submit(ProgramForm, listeners.submit_program),
        press("edit_program", listeners.begin_basics),
        submit(BasicsForm, listeners.submit_edit),
        press("edit_weights", listeners.begin_weights),
        submit(WeightsForm, listeners.submit_edit),
        # What is sent with these two matching and enrolment see to: it may leave nobody to pair, or a place free.
        press("edit_rules", listeners.begin_rules),
        press("edit_entry", listeners.begin_entry),
        press("delete_draft", listeners.delete_draft),
        press("announce_program", listeners.announce_program),
    ],
)
