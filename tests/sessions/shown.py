"""What people see of sessions, for the golden files."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.core.answers import Message, Tell
from bot.sessions import views
from bot.sessions.forms import AgendaForm, MoveForm, TopicForm
from tests.people_and_pairs import NOON, pair_up, session

UP = pair_up()
PLANNED = session(1, NOON + timedelta(days=7))
WITH_AGENDA = session(2, NOON + timedelta(days=7), agenda="Three videos\n*and* <!channel>")
WITH_TOPIC = session(3, NOON + timedelta(days=7), agenda="Three videos")
WITH_TOPIC.topic = "Why does nobody click?"

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "agenda_form": lambda: AgendaForm.modal(PLANNED, "U2"),
    "agenda_form_again": lambda: AgendaForm.modal(WITH_TOPIC, "U2"),
    "agenda_form_changed_meanwhile": lambda: AgendaForm.modal(WITH_AGENDA, "U2", typed="Something else"),
    "topic_form_changed_meanwhile": lambda: TopicForm.modal(WITH_TOPIC, "U1", typed="Something else"),
    "move_form_moved_meanwhile": lambda: MoveForm.moved_meanwhile_modal(PLANNED, "U2", "Asia/Singapore", NOON),
    "topic_form": lambda: TopicForm.modal(WITH_TOPIC, "U1"),
    "move_form": lambda: MoveForm.modal(PLANNED, "U2", "Asia/Singapore"),
    "agenda_form_for_the_next": lambda: AgendaForm.modal(PLANNED, "U2", instead=True),
    "move_form_for_the_next": lambda: MoveForm.modal(PLANNED, "U2", "Asia/Singapore", instead=True),
    "move_form_doubted": lambda: MoveForm.doubted_modal(PLANNED, UP.mentor, NOON, UP.people),
    "move_form_doubted_for_the_partner": lambda: MoveForm.doubted_modal(PLANNED, UP.mentor, NOON, [UP.mentee]),
    "agenda_is_posted": lambda: views.posted(WITH_AGENDA, "U2"),
    "topic_is_proposed": lambda: views.proposed(WITH_TOPIC, "U1"),
    "session_is_moved": lambda: views.moved(PLANNED, "U2", NOON),
    "session_stays": lambda: views.moved(PLANNED, "U2", PLANNED.starts_at),
    "partners_agenda": lambda: views.partners_agenda([(PLANNED, "U2"), (WITH_AGENDA, "U3")]),
    "nothing_to_prepare": lambda: views.nothing_to_prepare(takes_part=True),
    "nothing_to_prepare_for_a_newcomer": lambda: views.nothing_to_prepare(takes_part=False),
    "agenda_changed_since": lambda: views.agenda_posted(WITH_AGENDA, "U1", newest=True),
    "agreed_to_what_both_own": lambda: views.agreed(WITH_AGENDA, "U1", both_own_it=True),
    "session_moved_by_a_break": lambda: views.session_planned(PLANNED, UP, moved=True),
    "which_session": lambda: views.which_session([(PLANNED, "U2"), (WITH_AGENDA, "U3")]),
    "session_planned": lambda: views.session_planned(PLANNED, UP),
    "session_planned_again": lambda: views.session_planned(PLANNED, UP, again=True),
    "session_moved": lambda: views.session_moved(PLANNED, UP, UP.mentor),
    "agenda_posted": lambda: views.agenda_posted(WITH_AGENDA, "U1"),
    "agenda_agreed": lambda: views.agenda_agreed(WITH_AGENDA, "U2"),
    "agreed": lambda: views.agreed(WITH_AGENDA, "U1"),
    "topic_proposed": lambda: views.topic_proposed(WITH_TOPIC, "U2"),
    "session_is": lambda: views.session_is(PLANNED, UP, UP.mentor),
    "session_off": lambda: views.session_off(PLANNED),
    "session_of_an_ended_pair": lambda: views.session_of_an_ended_pair(PLANNED),
    "agenda_changed_by_either": lambda: views.agenda_changed(WITH_AGENDA),
}
