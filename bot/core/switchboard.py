"""One table made of all the features' pages, checked as it is made: no press has to find what is wrong."""

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.blocks import RUNS, command_button
from bot.core.calls import Call, What
from bot.core.reading import Reader
from bot.core.routing import ANYTHING_ELSE, Labels, Provided, Route, Routes, Subcommands, always

TO_TYPE = re.compile(r"/mentor (\w+)")

# What a listener can ask for in any case, beside the form that was sent.
AT_HAND: Mapping[str, Any] = {"call": Call, "db": AsyncSession, "now": datetime}

WORDS: Mapping[What, str] = {"command": "command", "action": "button", "form": "form", "event": "event"}


class OddRoutes(Exception):
    """Says all that is wrong with the pages, a line each: in which feature, under which name."""


class Switchboard:
    """Finds who sees to a call. `settled` is provided beside what the pages provide. Raises OddRoutes."""

    def __init__(self, pages: Sequence[Routes], settled: Sequence[Provided] = ()) -> None:
        commands = [route for page in pages for route in page.routes if route.what == "command"]
        self.labels = Labels({route.name: route.label for route in commands if route.label})
        self.subcommands: Subcommands = {
            word: route.name for route in commands for word in (route.name, *route.other_words) if route.label
        }
        self.reader_of = next((page.reader_of for page in pages if page.reader_of), _nobody_known)
        own = [always("labels", Labels, self.labels), always("subcommands", Subcommands, self.subcommands)]
        provided = [
            *((page.feature, one) for page in pages for one in page.provides),
            *(("app", one) for one in settled),
        ]
        provided += [("core", one) for one in own]
        if odd := [*_names_twice(pages), *_provided_twice(provided), *_wrongly_asked(pages, provided)]:
            raise OddRoutes("\n".join(odd))
        self._provided = {one.name: one for _, one in provided}
        self._routes = {(route.what, route.name): route for page in pages for route in page.routes}

    def find(self, call: Call) -> Route | None:
        match call.what:
            case "command":
                return self._command(call.name) or self._routes.get(("command", ANYTHING_ELSE))
            case "action" if call.name.startswith(RUNS):
                return self._command(call.name.removeprefix(RUNS))
            case what:
                return self._routes.get((what, call.name))

    def _command(self, word: str) -> Route | None:
        return self._routes.get(("command", self.subcommands.get(word, word)))

    def provided_to(self, route: Route) -> list[Provided]:
        """All that its listener asks for, and that is not at hand."""
        return [self._provided[name] for name in route.asks_for if name in self._provided]

    def names(self, what: What) -> set[str]:
        return {name for kind, name in self._routes if kind == what}

    def buttons_for(self, text: str) -> list[dict[str, Any]]:
        """For what a sentence says to type, the buttons that do it."""
        named = dict.fromkeys(name for name in TO_TYPE.findall(text) if name in self.labels)
        return [command_button(self.labels[name], name) for name in named]

    def name_of(self, call: Call) -> str:
        """For the log, which must not hold what people wrote: the subcommand may be anything they typed."""
        return call.name if call.what != "command" or self._command(call.name) else "unknown"


async def _nobody_known(_db: AsyncSession, _call: Call, _now: datetime) -> Reader | None:
    return None


def _names_twice(pages: Sequence[Routes]) -> Iterator[str]:
    """A word that somebody types may be a command's name or another word for it: it leads to one of them."""
    seen: dict[tuple[What, str], str] = {}
    for page in pages:
        for route in page.routes:
            where = f"{page.feature}, {WORDS[route.what]} “{route.name}”"
            if route.what == "action" and route.name.startswith(RUNS):
                yield f"{where}: what begins with “{RUNS}” does what a command does, and never gets there."
            for word in (route.name, *route.other_words):
                if (first := seen.setdefault((route.what, word), where)) is not where:
                    yield f"{where}: “{word}” stands for {first}, already."


def _provided_twice(provided: Sequence[tuple[str, Provided]]) -> Iterator[str]:
    seen = dict.fromkeys((*AT_HAND, "form"), "core")
    for feature, one in provided:
        if one.name in seen:
            yield f"{feature} provides “{one.name}”, which {seen[one.name]} provides already."
        seen.setdefault(one.name, feature)


def _wrongly_asked(pages: Sequence[Routes], provided: Sequence[tuple[str, Provided]]) -> Iterator[str]:
    gives = {**AT_HAND, **{one.name: one.gives for _, one in provided}}
    for page in pages:
        for route in page.routes:
            named = getattr(route.listener, "__name__", "its listener")
            where = f"{page.feature}, {WORDS[route.what]} “{route.name}”: {named}"
            for said in chain(_wrong_form(route), _wrong_parameters(route, gives)):
                yield f"{where} {said}"


def _wrong_form(route: Route) -> Iterator[str]:
    asked = route.asks_for.get("form")
    if route.form is None:
        if asked is not None:
            yield "asks for a form, and nobody sends it one."
        return
    if asked is None:
        yield f"is given {route.form.__name__}, and asks for no form."
    elif not (isinstance(asked.annotation, type) and issubclass(route.form, asked.annotation)):
        yield f"is given {route.form.__name__}, and asks for {_said(asked.annotation)}."


def _wrong_parameters(route: Route, gives: Mapping[str, Any]) -> Iterator[str]:
    for name, asked in route.asks_for.items():
        if name == "form":
            continue
        if name not in gives:
            yield f"asks for “{name}”, which nobody provides."
        elif asked.annotation != gives[name]:
            yield f"asks for “{name}” as {_said(asked.annotation)}, and gets {_said(gives[name])}."


def _said(kind: Any) -> str:
    if kind is inspect.Parameter.empty:
        return "anything"
    return kind.__name__ if isinstance(kind, type) else str(kind)
