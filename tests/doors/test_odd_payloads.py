"""Payloads that Slack would not send: each is acked, and the log says so without what anybody wrote."""

import copy
import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.core.telemetry import bolt_logger
from bot.doors.dispatching import dispatched
from bot.playground.slack import EnvelopeSent
from tests.workplace import MENTOR, Workplace

Path = tuple[str | int, ...]

GONE = object()
SECRET = "only between the two of us"
ODD: tuple[Any, ...] = (GONE, None, "", SECRET, 7, [], [SECRET], {}, {"id": {"id": SECRET}})
SAMPLE = 150  # of some thousands


async def recorded(workplace: Workplace) -> list[tuple[str, dict[str, Any]]]:
    """One of each kind that Slack sends, as the stand-in made them for a person."""
    sent: list[tuple[str, dict[str, Any]]] = []
    maya = workplace.maya

    def note(record: object) -> None:
        if isinstance(record, EnvelopeSent):
            sent.append((record.envelope["type"], copy.deepcopy(record.envelope["payload"])))

    await workplace.has_program()
    stop = workplace.slack.observe(note)
    await workplace.do(maya.command("/mentor help"))
    message = workplace.newest(maya)
    await workplace.do(maya.click("Sign up", where=message))
    await workplace.submits(maya, {name: MENTOR[name] for name in ("role", "level", "department")})
    await maya.close_modal()
    await workplace.do(maya.open_home())
    await workplace.do(maya.click("Sign up", where=maya.home))
    view = maya.modal
    assert view is not None
    payloads = workplace.slack.payloads
    sent += [
        ("interactive", payloads.closed(maya.id, view, is_cleared=False)),
        ("interactive", payloads.suggestion(maya.id, view, {"action_id": "value", "block_id": "role"}, SECRET)),
        ("interactive", payloads.shortcut(maya.id, "wave", None)),
        ("interactive", payloads.shortcut(maya.id, "wave", message)),
    ]
    await maya.close_modal()
    stop()
    return sent


def paths(node: Any, here: Path = ()) -> Iterator[Path]:
    yield here
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from paths(value, (*here, key))


def replaced(payload: Any, path: Path, by: object) -> Any:
    if not path:
        return None if by is GONE else by
    changed = copy.deepcopy(payload)
    parent = changed
    for key in path[:-1]:
        parent = parent[key]
    if by is GONE:
        del parent[path[-1]]
    else:
        parent[path[-1]] = by
    return changed


async def test_whatever_comes_is_acked_and_logged_without_words(
    migrated: str, logs: Callable[[], list[dict[str, Any]]]
) -> None:
    async with Workplace(migrated) as workplace:
        payloads = await recorded(workplace)
        logs()
        every = [
            (kind, payload, path, by)
            for kind, payload in payloads
            for path, by in itertools.product(paths(payload), ODD)
        ]
        for kind, payload, path, by in random.Random(13).sample(every, SAMPLE):
            receipt = await workplace.slack.deliver(kind, replaced(payload, path, by))
            await workplace.settled()
            assert receipt.ok, (payload.get("type"), path, by)
            lines = logs()
            assert SECRET not in str(lines), (path, by)
            assert len([line for line in lines if "not understood" in line["event"]]) <= 1
            assert not [line for line in lines if "logger" in line or line["event"] == "nobody awaited this"], lines
        assert (await workplace.do(workplace.maya.command("/mentor help"))).ok


@pytest.mark.parametrize("body", [f'{{"{SECRET}', "payload=%7B", f'{{"type": "{SECRET}"}}', f"payload=%22{SECRET}%22"])
async def test_what_comes_by_http_and_cannot_be_read_is_acked_too(
    body: str, logs: Callable[[], list[dict[str, Any]]]
) -> None:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1")

    app = AsyncApp(logger=bolt_logger(), signing_secret="", authorize=authorize, request_verification_enabled=False)
    response = await dispatched(app, "http", lambda: AsyncBoltRequest(body=body))
    assert (response.status, response.body) == (200, "")
    (line,) = logs()
    assert line["event"] in {"payload not understood", "payload without a listener"}
    assert SECRET not in str(line)
