"""Workspaces: what whoever installed the bot there decides, and that it was taken away."""

from bot.core.routing import Routes, event, press, submit
from bot.workspaces import listeners
from bot.workspaces.forms import CreatorsForm

ROUTES = Routes(
    "workspaces",
    [
        press("begin_creators", listeners.begin_creators),
        submit(CreatorsForm, listeners.submit_creators),
        event("app_uninstalled", listeners.app_uninstalled),
        event("tokens_revoked", listeners.tokens_revoked),
    ],
)
