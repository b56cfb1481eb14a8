"""A feature's page in the telephone book: what can be done there, and who sees to it.

Only written down here; `Switchboard` makes one table of all pages, and checks it.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core import sentences
from bot.core.answers import Answer
from bot.core.calls import Call, What
from bot.core.reading import Reader
from bot.core.sentences import Text
from bot.core.submissions import Form
from bot.core.timed_work import TimedWork

Listener = Callable[..., Awaitable[Answer]]
Provide = Callable[[AsyncSession, Call, datetime], Awaitable[Any]]
ReaderOf = Callable[[AsyncSession, Call, datetime], Awaitable[Reader | None]]

NOTHING, ANYTHING_ELSE = "", "*"  # typed after the command

# What those who ask for it get of the table itself, both by subcommand.
Labels = sentences.Labels[str]
Subcommands = Mapping[str, str]  # by each word that leads to it


@dataclass(frozen=True)
class Route:
    """Who sees to what. Made by `command`, `press`, `submit` and `event`, which say what the rest is."""

    what: What
    name: str
    listener: Listener
    label: Text = ""
    other_words: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    form: type[Form] | None = None
    is_noted: bool = True

    @cached_property
    def asks_for(self) -> Mapping[str, inspect.Parameter]:
        """What the listener names, and as what."""
        return inspect.signature(self.listener, eval_str=True).parameters


def command(name: str, listener: Listener, *, label: Text, also: str = "") -> Route:
    """`label` is what a button says that does the same, `also` the other words that people type for it."""
    return Route("command", name, listener, label=label, other_words=tuple(also.split()))


def nothing_typed(listener: Listener) -> Route:
    return Route("command", NOTHING, listener)


def anything_else(listener: Listener) -> Route:
    """For words that lead to no subcommand."""
    return Route("command", ANYTHING_ELSE, listener)


def press(name: str, listener: Listener, *, cards: Sequence[str] = ()) -> Route:
    """`cards` are the kinds of messages that the button stands in.

    Pressed once it has lost its meaning, it has the card looked at again.
    """
    return Route("action", name, listener, cards=tuple(cards))


def submit(form: type[Form], listener: Listener) -> Route:
    return Route("form", form.callback_id, listener, form=form)


def event(name: str, listener: Listener, *, is_noted: bool = True) -> Route:
    """Not `is_noted`: whoever sees to it only looks, or notes the delivery before they write."""
    return Route("event", name, listener, is_noted=is_noted)


class Caller(Protocol):
    def reader(self, now: datetime) -> Reader | None:
        """As whom they read the answer."""


@dataclass(frozen=True)
class Provided:
    """What a listener gets by naming it. `gives` is what the listener has to say that it is.

    `is_caller`: whoever did it, a Caller, or None for somebody unknown. They pass the gate, and the answer is for them.
    """

    name: str
    gives: Any
    provide: Provide
    is_caller: bool = False


def always(name: str, gives: Any, value: object) -> Provided:
    async def provide(_db: AsyncSession, _call: Call, _now: datetime) -> object:
        return value

    return Provided(name, gives, provide)


@dataclass(frozen=True)
class Routes:
    """One feature's page. Its names are its own: none stands on another page."""

    feature: str
    routes: Sequence[Route] = ()
    provides: Sequence[Provided] = ()
    reader_of: ReaderOf | None = None  # of what is said where a call came to nothing, before anybody was provided
    work: Sequence[TimedWork] = ()
