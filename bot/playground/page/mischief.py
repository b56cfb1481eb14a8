"""The switches that break things, and the buttons that break them once."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import partial
from inspect import getdoc, getmembers, isfunction, signature
from typing import Any

from bot.playground.slack import StandIn
from bot.playground.slack.trouble import Mishaps

Json = dict[str, Any]
SLOW = 2.0  # seconds that each call takes while Slack is slow
ALWAYS = 10**9  # times

# What a name alone would not tell. Trouble without an entry is called by its name and told by its own docstring.
WORDS = {
    "rate_limits": ("Rate limits", "Slack's limits a minute count"),
    "slow_api": ("Slow Slack", "each call takes two seconds"),
    "duplicate_deliveries": ("Duplicates", "each payload comes twice"),
    "drop_sockets": ("Drop the socket", ""),
    "drop_socket_before_ack": ("Drop it before the next ack", ""),
    "drop_socket_after_ack": ("Drop it after the next ack", ""),
    "lose_acks": ("Lose the next ack", ""),
    "refuse_tickets": ("Refuse the next connection", ""),
    "refuse_upgrades": ("Refuse the next upgrade", ""),
    "next_call_limited": ("Next call: 429", ""),
    "next_call_fails": ("Next call: 500", ""),
}


class Mischief:
    """Turns the drawer's switches into the stand-in's trouble.

    What the stand-in offers shows up here by itself: each public field of `Mishaps` that is off, or none, is a
    switch, and each public method that asks for nothing but how many `times` is a button.
    """

    def __init__(self, slack: StandIn) -> None:
        self._trouble = slack.trouble
        self._on: set[str] = set()
        self._fields = dict(_switches_among_fields(self._trouble))
        self._switches: dict[str, Callable[[], None]] = {
            **{name: partial(setattr, self._trouble, name, on) for name, on in self._fields.items()},
            "slow_api": lambda: self._trouble.slow("*", SLOW, times=ALWAYS),
        }
        self._once: dict[str, Callable[[], None]] = {
            "drop_sockets": slack.drop_sockets,
            **dict(_buttons_among_methods(self._trouble)),
            "next_call_limited": lambda: self._trouble.fail("*", error="ratelimited", retry_after=2),
            "next_call_fails": lambda: self._trouble.fail("*", status=500),
        }

    def state(self) -> Json:
        switches = [{**self._told(name), "on": name in self._on} for name in self._switches]
        return {"switches": switches, "strikes": [self._told(name) for name in self._once]}

    def switch(self, name: str, *, on: bool) -> None:
        """Raises `LookupError` for a switch that is not there."""
        if name not in self._switches:
            raise LookupError(f"no switch {name!r}")
        self._on = self._on | {name} if on else self._on - {name}
        if on:
            self._switches[name]()
        elif name in self._fields:
            setattr(self._trouble, name, type(self._fields[name])())
        else:
            self._begin_again()

    def strike(self, name: str) -> None:
        """Break something once. Raises `LookupError` for what cannot be broken."""
        if name not in self._once:
            raise LookupError(f"nothing called {name!r} to break")
        self._once[name]()

    def end(self) -> None:
        self._on = set()
        self._begin_again()

    def _told(self, name: str) -> Json:
        words = getdoc(getattr(type(self._trouble), name, None)) if name in self._once else ""
        label, detail = WORDS.get(name, (name.replace("_", " ").capitalize(), words or ""))
        return {"name": name, "label": label, "detail": detail}

    def _begin_again(self) -> None:
        # The stand-in has no way to end slowness alone, so all trouble ends and what stays on begins again.
        self._trouble.clear()
        for name in sorted(self._on):
            self._switches[name]()


def _switches_among_fields(trouble: Mishaps) -> Iterator[tuple[str, bool | int]]:
    """The fields that are switches, with what they hold when they are on."""
    for field in fields(trouble):
        if not field.name.startswith("_") and type(field.default) in {bool, int} and not field.default:
            yield field.name, True if field.default is False else 1


def _buttons_among_methods(trouble: Mishaps) -> Iterator[tuple[str, Callable[[], None]]]:
    for name, method in getmembers(type(trouble), isfunction):
        if not name.startswith("_") and list(signature(method).parameters) == ["self", "times"]:
            yield name, getattr(trouble, name)
