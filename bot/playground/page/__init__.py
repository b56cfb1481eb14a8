"""A browser page that looks and behaves like Slack, for any app: people use the stand-in's workspace through it.

The state is the stand-in's. The page draws what it is sent, and each thing that somebody does in it is done by
that `Actor` on the server, so that a reload at any moment loses nothing.
"""

from bot.playground.page.controls import Controls
from bot.playground.page.routes import serve_page

__all__ = ["Controls", "serve_page"]
