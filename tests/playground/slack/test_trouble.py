"""Trouble with the Web API, on command; and Slack's own rate limits."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Actor, StandIn
from tests.playground.slack.scripted import Clock, logged


async def test_a_rate_limit_names_the_seconds_to_wait(slack: StandIn, maya: Actor, web: AsyncWebClient) -> None:
    slack.trouble.fail("chat.*", error="ratelimited", retry_after=7)
    with pytest.raises(SlackApiError) as refused:
        await web.chat_postMessage(channel=maya.dm, text="Soup")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "7"
    assert refused.value.response.data == {"ok": False, "error": "ratelimited"}
    await web.chat_postMessage(channel=maya.dm, text="Soup")


async def test_only_matching_methods_fail_and_only_so_often(slack: StandIn, web: AsyncWebClient) -> None:
    slack.trouble.fail("auth.*", error="fatal_error", times=2)
    await web.api_test()
    for _ in range(2):
        with pytest.raises(SlackApiError, match="fatal_error"):
            await web.auth_test()
    await web.auth_test()


@pytest.mark.parametrize(("status", "kind"), [(500, "application/json"), (503, "text/html")])
async def test_a_server_error_is_answered_as_one(slack: StandIn, status: int, kind: str) -> None:
    slack.trouble.fail("api.test", status=status)
    async with ClientSession() as session, session.get(f"{slack.api_url}api.test") as response:
        assert (response.status, response.content_type) == (status, kind)


async def test_a_call_may_take_effect_and_fail_all_the_same(slack: StandIn, maya: Actor, web: AsyncWebClient) -> None:
    slack.trouble.fail("chat.postMessage", status=500, takes_effect=True)
    with pytest.raises(SlackApiError):
        await web.chat_postMessage(channel=maya.dm, text="Soup")
    assert [m.text for m in maya.messages()] == ["Soup"]


async def test_a_failed_call_does_nothing_and_is_logged(
    slack: StandIn, maya: Actor, web: AsyncWebClient, call_log: Path
) -> None:
    slack.trouble.fail("chat.postMessage", status=500)
    with pytest.raises(SlackApiError):
        await web.chat_postMessage(channel=maya.dm, text="Soup")
    assert maya.messages() == []
    assert [call["method"] for call in logged(call_log)] == ["chat.postMessage"]


async def test_a_slow_answer_comes_late(slack: StandIn, web: AsyncWebClient) -> None:
    slack.trouble.slow("auth.test", 0.05)
    started = asyncio.get_running_loop().time()
    await web.auth_test()
    assert asyncio.get_running_loop().time() - started >= 0.05


async def test_trouble_can_be_called_off(slack: StandIn, web: AsyncWebClient) -> None:
    slack.trouble.fail("*", status=500)
    slack.trouble.refuse_upgrades()
    slack.trouble.clear()
    await web.auth_test()


async def test_a_channel_takes_one_message_a_second(
    slack: StandIn, maya: Actor, omar: Actor, web: AsyncWebClient, clock: Clock
) -> None:
    slack.trouble.rate_limits = True
    await web.chat_postMessage(channel=maya.dm, text="1")
    await web.chat_postMessage(channel=omar.dm, text="1")
    with pytest.raises(SlackApiError) as refused:
        await web.chat_postMessage(channel=maya.dm, text="2")
    assert refused.value.response.headers["Retry-After"] == "1"
    clock.turn(1)
    await web.chat_postMessage(channel=maya.dm, text="2")


async def test_a_method_has_so_many_calls_a_minute(slack: StandIn, web: AsyncWebClient, clock: Clock) -> None:
    slack.trouble.rate_limits = True
    for _ in range(20):
        await web.users_list()
        clock.turn(1)
    with pytest.raises(SlackApiError) as refused:
        await web.users_list()
    assert refused.value.response.headers["Retry-After"] == "40"
    clock.turn(40)
    await web.users_list()


async def test_without_the_switch_there_are_no_limits(maya: Actor, web: AsyncWebClient) -> None:
    for number in range(30):
        await web.chat_postMessage(channel=maya.dm, text=str(number))
    assert len(maya.messages()) == 30
