"""What Slack says in Retry-After is obeyed within reason, and nobody waits for it behind an answer."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.core.patience import seconds_asked
from bot.core.slack import Connections, Slack, SlackProblem
from tests.core.wire import Wire, open_wire
from tests.workplace import Workplace

METHOD = "/api/chat.postMessage"

GIVEN = [
    ("0", 1),
    ("-5", 1),
    ("1", 1),
    ("1.5", 2),
    ("40", 40),
    ("3601", 3600),
    ("1000000000", 3600),
    ("9" * 5000, 3600),
    ("inf", 3600),
    ("nan", 30),
    ("³", 30),
    ("soon", 30),
    ("Wed, 03 Mar 2027 12:00:00 GMT", 30),
    ("", 30),
    (None, 30),
]


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with open_wire() as wire:
        yield wire


@pytest.fixture
async def slack(wire: Wire) -> AsyncIterator[Slack]:
    connections = Connections(f"{wire.url}/api/")
    yield Slack("xoxb-1", connections)
    await connections.close()


def limited(retry_after: str | None, *, as_html: bool = False) -> Any:
    def answer(_request: web.Request) -> web.Response:
        headers = {} if retry_after is None else {"Retry-After": retry_after}
        if as_html:
            return web.Response(status=429, text="<html>", content_type="text/html", headers=headers)
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)

    return answer


@pytest.mark.parametrize(("given", "seconds"), GIVEN)
def test_whatever_retry_after_says_is_bounded(given: str | None, seconds: int) -> None:
    assert seconds_asked(given) == seconds


@pytest.mark.parametrize("as_html", [False, True])
@pytest.mark.parametrize(("given", "seconds"), GIVEN)
async def test_a_429_is_always_told_as_a_limit_with_its_seconds(
    wire: Wire, slack: Slack, given: str | None, seconds: int, as_html: bool
) -> None:
    wire.answers[METHOD] = limited(given, as_html=as_html)
    with pytest.raises(SlackProblem) as refused:
        await slack.call("chat.postMessage", channel="U1", text="hello")
    assert (refused.value.code, refused.value.retry_after) == ("ratelimited", seconds)
    assert not refused.value.final


@pytest.mark.parametrize(("given", "seconds"), [one for one in GIVEN if one[1] > 3])
async def test_who_waits_for_an_answer_never_waits_long_for_a_limit(
    wire: Wire, slack: Slack, given: str | None, seconds: int
) -> None:
    wire.answers[METHOD] = wire.answers["/reply"] = limited(given)
    async with asyncio.timeout(5):
        for call in (slack.call("chat.postMessage", patiently=True), slack.answer(f"{wire.url}/reply", {})):
            with pytest.raises(SlackProblem) as refused:
                await call
            assert refused.value.retry_after == seconds
    assert len(wire.asked) == 2


async def test_a_short_rest_is_kept_for_who_waits(wire: Wire, slack: Slack) -> None:
    wire.answers[METHOD] = lambda request: (
        limited("0")(request) if len(wire.asked) == 1 else web.json_response({"ok": True})
    )
    await slack.call("chat.postMessage", patiently=True)
    assert len(wire.asked) == 2


async def test_an_answer_comes_another_way_where_its_address_is_to_rest_an_hour(migrated: str) -> None:
    async with Workplace(migrated) as workplace:
        workplace.slack.trouble.fail("response_url", error="ratelimited", retry_after=3600, times=9)
        async with asyncio.timeout(20):
            await workplace.do(workplace.maya.command("/mentor help"))
        assert "This is what you can do" in workplace.seen_by(workplace.maya)


async def test_an_hour_asked_for_everywhere_holds_up_nothing(migrated: str) -> None:
    async with Workplace(migrated) as workplace:
        workplace.slack.trouble.fail("*", error="ratelimited", retry_after=3600, times=9)
        async with asyncio.timeout(20):
            await workplace.do(workplace.maya.command("/mentor help"))
        workplace.slack.trouble.clear()
        assert "This is what you can do" in await workplace.says(workplace.maya, "/mentor help")
