"""Who may call which method, how arguments may come, and what is written down."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Actor, StandIn, Violation, WebApiCall
from tests.playground.slack.scripted import Json, logged


async def post(slack: StandIn, method: str, *, token: str | None = None, **request: Any) -> tuple[int, Json]:
    """A bare request, for what slack_sdk would never send."""
    headers = {**({"Authorization": f"Bearer {token}"} if token else {}), **request.pop("headers", {})}
    async with (
        ClientSession() as session,
        session.post(f"{slack.api_url}{method}", headers=headers, **request) as response,
    ):
        return response.status, await response.json()


async def error(slack: StandIn, method: str, **request: Any) -> Json:
    status, body = await post(slack, method, **request)
    assert status == 200
    assert body["ok"] is False
    return body


async def test_a_call_without_a_token_is_not_authed(slack: StandIn) -> None:
    assert (await error(slack, "auth.test"))["error"] == "not_authed"


async def test_a_strange_token_is_invalid(slack: StandIn) -> None:
    assert (await error(slack, "auth.test", token="xoxb-of-another-day"))["error"] == "invalid_auth"


@pytest.mark.parametrize(("method", "which"), [("chat.postMessage", "app"), ("apps.connections.open", "bot")])
async def test_the_wrong_kind_of_token_is_not_allowed(slack: StandIn, method: str, which: str) -> None:
    token = slack.app_token if which == "app" else slack.bot_token
    assert (await error(slack, method, token=token))["error"] == "not_allowed_token_type"


async def test_a_token_is_dead_after_the_app_is_uninstalled(slack: StandIn) -> None:
    slack.uninstall()
    assert (await error(slack, "auth.test", token=slack.bot_token))["error"] == "account_inactive"


async def test_a_token_is_dead_after_it_was_revoked(slack: StandIn, web: AsyncWebClient) -> None:
    assert (await web.auth_revoke(test=True))["revoked"] is False
    assert (await web.auth_revoke())["revoked"] is True
    assert (await error(slack, "auth.test", token=slack.bot_token))["error"] == "token_revoked"


async def test_a_missing_scope_is_named_beside_those_that_are_there(slack: StandIn) -> None:
    body = await error(slack, "team.info", token=slack.bot_token)
    assert body["error"] == "missing_scope"
    assert body["needed"] == "team:read"
    assert "chat:write" in body["provided"].split(",")


async def test_nobody_reads_messages_without_a_history_scope(slack: StandIn, maya: Actor) -> None:
    body = await error(slack, "conversations.history", token=slack.bot_token, data={"channel": maya.dm})
    assert body["error"] == "missing_scope"


async def test_the_token_is_checked_before_the_arguments(slack: StandIn) -> None:
    assert (await error(slack, "chat.postMessage"))["error"] == "not_authed"


async def test_missing_arguments_are_all_named(slack: StandIn) -> None:
    body = await error(slack, "views.open", token=slack.bot_token, json={})
    assert body["error"] == "invalid_arguments"
    assert body["response_metadata"]["messages"] == [
        "[ERROR] missing required field: view",
        "[ERROR] missing required field: trigger_id",
    ]


async def test_an_unknown_method_says_so(slack: StandIn) -> None:
    body = await error(slack, "chat.whisper", token=slack.bot_token)
    assert (body["error"], body["req_method"]) == ("unknown_method", "chat.whisper")


async def test_api_test_needs_no_token_and_gives_the_error_asked_for(slack: StandIn) -> None:
    assert (await post(slack, "api.test", data={"a": "b"}))[1] == {"ok": True, "args": {"a": "b"}}
    assert (await error(slack, "api.test", data={"error": "sad"}))["error"] == "sad"


@pytest.mark.parametrize("request_parts", [{"data": "form"}, {"json": "json"}, {"params": "query"}])
async def test_arguments_come_by_form_json_or_query(slack: StandIn, maya: Actor, request_parts: Json) -> None:
    arguments = {"channel": maya.dm, "text": "Soup?"}
    _, body = await post(slack, "chat.postMessage", token=slack.bot_token, **dict.fromkeys(request_parts, arguments))
    assert body["message"]["text"] == "Soup?"


async def test_a_token_may_stand_among_a_forms_arguments(slack: StandIn) -> None:
    _, body = await post(slack, "auth.test", data={"token": slack.bot_token})
    assert body["user_id"] == slack.bot_user_id


async def test_a_token_inside_a_json_body_does_not_count(slack: StandIn) -> None:
    assert (await error(slack, "auth.test", json={"token": slack.bot_token}))["error"] == "not_authed"


async def test_blocks_in_a_form_are_json_in_a_string(slack: StandIn, maya: Actor) -> None:
    form = {"channel": maya.dm, "text": "Soup", "blocks": json.dumps([{"type": "divider"}])}
    _, body = await post(slack, "chat.postMessage", token=slack.bot_token, data=form)
    assert body["message"]["blocks"][0]["type"] == "divider"


@pytest.mark.parametrize(
    ("method", "argument", "code"),
    [
        ("chat.postMessage", "blocks", "invalid_blocks_format"),
        ("chat.postMessage", "metadata", "invalid_metadata_format"),
        ("chat.postMessage", "attachments", "invalid_attachments"),
        ("views.open", "view", "invalid_arguments"),
    ],
)
async def test_json_arguments_that_are_no_json_have_codes_of_their_own(
    slack: StandIn, method: str, argument: str, code: str
) -> None:
    form = {"channel": "C1", "text": "x", "trigger_id": "1", argument: "{"}
    assert (await error(slack, method, token=slack.bot_token, data=form))["error"] == code


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        ("{", "application/json", "invalid_json"),
        ("[]", "application/json", "json_not_object"),
        ("<a/>", "text/xml", "invalid_post_type"),
    ],
)
async def test_bodies_that_cannot_be_read_are_refused(slack: StandIn, body: str, content_type: str, code: str) -> None:
    headers = {"Content-Type": content_type}
    answer = await error(slack, "auth.test", token=slack.bot_token, data=body, headers=headers)
    assert answer["error"] == code


async def test_methods_that_read_no_json_ignore_it(slack: StandIn, maya: Actor, violations: list[Violation]) -> None:
    body = await error(slack, "users.info", token=slack.bot_token, json={"user": maya.id})
    assert body["error"] == "invalid_arguments"
    assert [v.error for v in violations if not v.refused] == ["json_ignored"]


async def test_an_unknown_argument_passes_and_is_reported(
    slack: StandIn, maya: Actor, web: AsyncWebClient, violations: list[Violation]
) -> None:
    await web.chat_postMessage(channel=maya.dm, text="Soup", chanel="typo", team_id="T0")
    assert violations == [
        Violation("chat.postMessage", "unknown_argument", ("Slack ignores the argument chanel",), refused=False)
    ]


async def test_every_refused_call_is_a_violation_in_the_feed(web: AsyncWebClient, violations: list[Violation]) -> None:
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await web.chat_postMessage(channel="C404", text="Soup")
    assert violations == [Violation("chat.postMessage", "channel_not_found")]


async def test_every_call_is_in_the_feed_with_its_answer(slack: StandIn, web: AsyncWebClient) -> None:
    seen: list[WebApiCall] = []
    stop = slack.observe(lambda record: seen.append(record) if isinstance(record, WebApiCall) else None)
    await web.auth_test()
    stop()
    await web.auth_test()
    assert [(call.method, call.response["ok"]) for call in seen] == [("auth.test", True)]


async def test_the_log_has_each_call_with_arguments_decoded_and_no_token(
    slack: StandIn, maya: Actor, call_log: Path
) -> None:
    form = {"token": slack.bot_token, "channel": maya.dm, "text": "Soup", "blocks": '[{"type": "divider"}]'}
    await post(slack, "chat.postMessage", data=form)
    await post(slack, "chat.whisper", token=slack.bot_token, json={"text": "Grüße"})
    assert logged(call_log) == [
        {
            "method": "chat.postMessage",
            "args": {"channel": maya.dm, "text": "Soup", "blocks": [{"type": "divider"}]},
        },
        {"method": "chat.whisper", "args": {"text": "Grüße"}},
    ]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:1", "127.0.0.1:1"])
async def test_a_foreign_host_is_refused(slack: StandIn, host: str) -> None:
    async with (
        ClientSession() as session,
        session.get(f"{slack.api_url}api.test", headers={"Host": host}) as response,
    ):
        assert response.status == 403


async def test_a_bolt_app_without_asyncio_is_let_in(slack: StandIn) -> None:
    """Its Socket Mode client sends the Host without the port."""
    web = WebClient(slack.bot_token, base_url=slack.api_url)
    client = SocketModeClient(slack.app_token, web_client=web, auto_reconnect_enabled=False)
    try:
        await asyncio.to_thread(client.connect)
        await slack.connected()
    finally:
        await asyncio.to_thread(client.close)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
async def test_its_own_name_may_come_without_the_port(slack: StandIn, host: str) -> None:
    headers = {"Host": host}
    async with ClientSession() as session, session.get(f"{slack.api_url}api.test", headers=headers) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    ("origin", "status"), [("http://evil.example", 403), ("http://127.0.0.1", 403), ("null", 403), ("own", 200)]
)
async def test_only_its_own_pages_may_call_it(slack: StandIn, origin: str, status: int) -> None:
    headers = {"Origin": slack.url if origin == "own" else origin}
    async with (
        ClientSession() as session,
        session.get(f"{slack.api_url}api.test", headers=headers) as response,
    ):
        assert response.status == status


async def test_it_listens_on_loopback_only(slack: StandIn) -> None:
    elsewhere = StandIn({"display_information": {"name": "X"}}, host="0.0.0.0")
    with pytest.raises(ValueError, match="loopback"):
        await elsewhere.start()
