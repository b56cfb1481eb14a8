"""What people see of status, help and Home, for the golden files."""

from collections.abc import Callable
from typing import Any

from bot.core.answers import Message, Tell
from bot.enrolment.model import Role
from bot.pairs.rules.lifecycle import Trouble
from bot.programs.first_steps import FirstStep
from bot.programs.rules.lifecycle import ProgramState
from bot.status import views
from bot.status.queries import InTrouble, Led, Overview, OwnPair, Totals
from tests.enrolment.signup_shown import ENROLMENT, MAYA, place
from tests.pairs.shown import EMPTY, MAY_JOIN, on_a_break
from tests.people_and_pairs import made_program
from tests.programs.shown import EQUAL, OTHER, PROGRAM
from tests.sessions.shown import PLANNED, WITH_AGENDA
from tests.the_table import COMMAND_LABELS

CLOSED = made_program(6, "Last year", state=ProgramState.CLOSED)
TOTALS = Totals(3, 1, 12, 1, 20, 17, 15, 12, 2, 1)
IN_TROUBLE = [InTrouble("U1", "U2", Trouble.NOT_MEETING), InTrouble("U3", "U4", Trouble.LEFT)]
ONLY_OTHERS_CREATE = FirstStep(False, False, False)
NOBODY = Overview(MAYA, [], [], [], first_step=MAY_JOIN)
EVERYTHING = Overview(
    MAYA,
    led=[Led(PROGRAM, TOTALS, IN_TROUBLE), Led(OTHER, Totals(0, 0, 1, 0, 0, 0, 0, 0, 0, 0), [])],
    places=[(ENROLMENT, PROGRAM), (place(2, Role.MENTEE), OTHER)],
    pairs=[
        OwnPair(PLANNED, "U2", PROGRAM, is_mentor=True),
        OwnPair(WITH_AGENDA, "U3", PROGRAM, is_mentor=False),
        OwnPair(None, "U4", PROGRAM, is_mentor=False),
        OwnPair(PLANNED, "U5", PROGRAM, is_mentor=True, is_partner_here=False),
    ],
)

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "figures_of_a_closed_program": lambda: views.figures(
        Led(CLOSED, Totals(3, 1, 0, 2, 20, 17, 15, 0, 0, 0), []), COMMAND_LABELS
    ),
    "sending_what_waits": views.sending_what_waits,
    "home_where_nobody_can_be_written_to": lambda: views.home(
        Overview(MAYA, [], [], [], refused="messages_tab_disabled"), COMMAND_LABELS
    ),
    "home_of_whoever_installed_it": lambda: views.home(
        Overview(MAYA, [], [], [], creators=frozenset({"U1", "U2"})), COMMAND_LABELS
    ),
    "status_where_an_admin_refuses": lambda: views.status(
        Overview(MAYA, [], [], [], refused="app_access_restricted"), COMMAND_LABELS
    ),
    "status_on_equal_footing": lambda: views.status(
        Overview(
            on_a_break(),
            [Led(EQUAL, TOTALS, [])],
            [(ENROLMENT, EQUAL)],
            [OwnPair(PLANNED, "U2", EQUAL, is_mentor=True)],
        ),
        COMMAND_LABELS,
    ),
    "status_of_nobody": lambda: views.status(NOBODY, COMMAND_LABELS),
    "status_of_everything": lambda: views.status(EVERYTHING, COMMAND_LABELS),
    "help_for_a_newcomer": lambda: views.help_(NOBODY, COMMAND_LABELS),
    "help_for_a_lead": lambda: views.help_(EVERYTHING, COMMAND_LABELS),
    "help_in_an_empty_workspace": lambda: views.help_(Overview(MAYA, [], [], [], first_step=EMPTY), COMMAND_LABELS),
    "status_in_an_empty_workspace": lambda: views.status(Overview(MAYA, [], [], [], first_step=EMPTY), COMMAND_LABELS),
    "unknown_command": lambda: views.unknown_command("sginup", "signup", NOBODY, COMMAND_LABELS),
    "unknown_command_like_none": lambda: views.unknown_command("pizza", None, NOBODY, COMMAND_LABELS),
    "home": lambda: views.home(EVERYTHING, COMMAND_LABELS),
    "home_of_a_stranger": lambda: views.home(Overview(None, [], [], [], first_step=MAY_JOIN), COMMAND_LABELS),
    "home_in_an_empty_workspace": lambda: views.home(Overview(None, [], [], [], first_step=EMPTY), COMMAND_LABELS),
    "home_where_only_others_create": lambda: views.home(
        Overview(None, [], [], [], first_step=ONLY_OTHERS_CREATE), COMMAND_LABELS
    ),
}
