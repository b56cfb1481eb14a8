"""The Web API. Importing this package fills the table of methods."""

from bot.playground.slack.webapi import auth, chat, conversations, files, marks, oauth, users, views
from bot.playground.slack.webapi.calls import METHODS
from bot.playground.slack.webapi.server import WebApi

__all__ = ["METHODS", "WebApi", "auth", "chat", "conversations", "files", "marks", "oauth", "users", "views"]
