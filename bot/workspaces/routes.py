"""Workspaces: what whoever installed the bot there decides."""

from bot.core.routing import Routes, press, submit
from bot.workspaces import listeners
from bot.workspaces.forms import CreatorsForm

ROUTES = Routes(
    "workspaces",
    [
        press("begin_creators", listeners.begin_creators),
        submit(CreatorsForm, listeners.submit_creators),
    ],
)
