"""Requests: people ask each other to be a pair."""

from bot.core.routing import Routes, command, press, submit
from bot.core.sentences import _
from bot.requests import listeners
from bot.requests.forms import RequestForm

ROUTES = Routes(
    "requests",
    [
        command("ask", listeners.begin_request, label=_("Ask someone"), also="request"),
        press("ask_somebody", listeners.begin_request_to),
        submit(RequestForm, listeners.submit_request),
    ],
)
