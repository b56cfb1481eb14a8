"""Sessions: their agendas and dates."""

from bot.core.routing import Routes, command, press, submit
from bot.core.sentences import _
from bot.core.timed_work import TimedWork
from bot.sessions import jobs, listeners
from bot.sessions.forms import AgendaForm, MoveForm, TopicForm
from bot.sessions.queries import next_end_of_session

ROUTES = Routes(
    "sessions",
    [
        command("agenda", listeners.choose_agenda, label=_("Post the agenda"), also="agendas topic tagesordnung"),
        press("begin_agenda", listeners.begin_agenda, cards=["session_planned", "agenda_missing", "agenda_posted"]),
        submit(AgendaForm, listeners.submit_agenda),
        press("agree_to_agenda", listeners.agree_to_agenda, cards=["agenda_posted"]),
        press("begin_topic", listeners.begin_topic, cards=["agenda_posted"]),
        submit(TopicForm, listeners.submit_topic),
        press("begin_move", listeners.begin_move, cards=["session_planned", "session_moved", "agenda_missing"]),
        submit(MoveForm, listeners.submit_move),
    ],
    work=[TimedWork("finish sessions", jobs.finish_sessions, next_end_of_session)],
)
