"""Deliveries by HTTP, to a server that looks closely."""

import json
from collections.abc import AsyncIterator
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.playground.slack import Actor, StandIn
from tests.playground.slack.scripted import Json, ScriptedApp, actions, button


class Server:
    """Keeps the requests that it gets, and answers as it is told to."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], str]] = []
        self.status = 200
        self.body = ""
        self.headers: dict[str, str] = {}
        self.echo = False

    async def answer(self, request: web.Request) -> web.Response:
        self.requests.append((dict(request.headers), await request.text()))
        if self.echo:
            return web.json_response({"challenge": json.loads(self.requests[-1][1])["challenge"]})
        return web.Response(status=self.status, text=self.body, headers=self.headers)


@pytest.fixture
async def server(slack: StandIn) -> AsyncIterator[Server]:
    listening = Server()
    application = web.Application()
    application.router.add_post("/slack/events", listening.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield listening
    await runner.cleanup()


async def test_every_request_is_signed(slack: StandIn, server: Server, maya: Actor) -> None:
    await maya.command("/lunch grüße & co")
    await slack.settled()
    verifier = SignatureVerifier(slack.signing_secret)
    assert len(server.requests) == 2
    assert all(verifier.is_valid_request(body, headers) for headers, body in server.requests)
    assert not SignatureVerifier("another secret").is_valid_request(server.requests[0][1], server.requests[0][0])


async def test_a_command_is_a_form_and_an_event_is_json(slack: StandIn, server: Server, maya: Actor) -> None:
    await maya.command("/raw soup")
    await maya.open_home()
    await slack.settled()
    by_type = {headers["Content-Type"]: body for headers, body in server.requests}
    assert parse_qs(by_type["application/x-www-form-urlencoded"])["text"] == ["soup"]
    assert json.loads(by_type["application/json"])["type"] == "event_callback"


async def test_an_interaction_is_a_form_with_one_payload(slack: StandIn, server: Server, maya: Actor) -> None:
    blocks: list[Json] = [actions(button("yes"))]
    slack.workspace.write(slack.workspace.from_app(maya.dm, text="Soup?", blocks=blocks))
    await maya.click("yes")
    (payload,) = parse_qs(server.requests[-1][1])["payload"]
    assert json.loads(payload)["type"] == "block_actions"


@pytest.mark.parametrize(
    ("body", "shown"),
    [("Soup", ["Soup"]), ('{"text": "Soup"}', ["Soup"]), ("", []), (" ", []), ("[1]", ["[1]"])],
)
async def test_the_body_of_the_answer_may_be_a_message(
    server: Server, maya: Actor, body: str, shown: list[str]
) -> None:
    server.body = body
    await maya.command("/lunch")
    assert [m.text for m in maya.messages()] == shown


@pytest.mark.parametrize(
    ("status", "error"), [(404, "http_client_error"), (500, "dispatch_failed"), (302, "dispatch_failed")]
)
async def test_anything_but_success_is_a_failed_command(server: Server, maya: Actor, status: int, error: str) -> None:
    server.status = status
    assert (await maya.command("/lunch")).error == error


async def test_no_redirection_is_followed(slack: StandIn, server: Server, maya: Actor) -> None:
    await slack.settled()
    server.requests.clear()
    server.status, server.headers = 307, {"Location": "/slack/events"}
    assert (await maya.command("/lunch")).error == "dispatch_failed"
    assert len(server.requests) == 1


async def test_an_app_is_reached_by_a_socket_or_by_its_request_url(slack: StandIn) -> None:
    assert not slack.is_reached
    slack.request_url = "http://127.0.0.1:1/slack/events"
    assert slack.is_reached
    slack.request_url = None
    app = ScriptedApp(slack)
    await app.connect()
    assert slack.is_reached
    await app.close()


async def test_nobody_listening_is_a_failed_command(slack: StandIn, maya: Actor) -> None:
    slack.request_url = "http://127.0.0.1:1/slack/events"
    assert (await maya.command("/lunch")).error == "dispatch_failed"


async def test_an_event_comes_again_and_says_why(slack: StandIn, server: Server, maya: Actor) -> None:
    await slack.settled()
    server.requests.clear()
    server.status = 500
    await maya.open_home()
    await slack.settled()
    retries = [headers.get("X-Slack-Retry-Num") for headers, _ in server.requests]
    assert retries == [None, "1", "2", "3"]
    assert server.requests[1][0]["X-Slack-Retry-Reason"] == "http_error"


async def test_an_app_may_forbid_retries(slack: StandIn, server: Server, maya: Actor) -> None:
    await slack.settled()
    server.requests.clear()
    server.status, server.headers = 500, {"X-Slack-No-Retry": "1"}
    await maya.open_home()
    await slack.settled()
    assert len(server.requests) == 1


async def test_duplicates_and_lost_answers_happen_by_http_too(slack: StandIn, server: Server, maya: Actor) -> None:
    await slack.settled()
    server.requests.clear()
    slack.trouble.duplicate_deliveries = 1
    slack.trouble.lose_acks()
    assert (await maya.command("/lunch")).error == "operation_timeout"
    assert len(server.requests) == 1, "a command comes once, answered or not"
    await maya.open_home()
    await slack.settled()
    assert len(server.requests) == 3


@pytest.mark.parametrize(("echo", "verified"), [(True, True), (False, False)])
async def test_a_request_url_is_verified_by_its_challenge(
    slack: StandIn, server: Server, echo: bool, verified: bool
) -> None:
    server.echo = echo
    assert await slack.verify_request_url() is verified
