"""Files to and from Slack, and what becomes of calls that fail."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web

from bot.core import slack as module
from bot.core.slack import FileTooBig, Slack
from tests.core.wire import Wire, has_file, open_wire, problem_of, slack_with

LARGE = 2**20


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with open_wire() as wire:
        yield wire


@pytest.fixture
async def slack(wire: Wire) -> AsyncIterator[Slack]:
    async with slack_with(wire, {}) as slack:
        yield slack


def answering(status: int, body: bytes = b"", **headers: str) -> Callable[[web.Request], web.Response]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: web.Response(status=status, body=body, headers=named)


async def hang(_request: web.Request) -> web.Response:
    await asyncio.Event().wait()
    return web.Response()


async def test_a_file_is_brought_in_three_steps_without_the_token_at_the_second(wire: Wire, slack: Slack) -> None:
    await slack.upload("D1", "all.json", b"\x00" * LARGE, "Here")
    assert wire.asked == [
        "POST /api/files.getUploadURLExternal",
        "POST /up",
        "POST /api/files.completeUploadExternal",
    ]
    assert wire.bodies[1] == b"\x00" * LARGE
    assert "Authorization" not in wire.headers[1]


async def test_a_file_is_fetched_with_the_token(wire: Wire, slack: Slack) -> None:
    wire.answers["/file"] = answering(200, b"x" * LARGE)
    assert await slack.download("F1", LARGE) == b"x" * LARGE
    assert wire.headers[-1]["Authorization"] == "Bearer xoxb-1"


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example.com/file",
        "http://slack.com.example.com/file",
        "http://notslack.com/file",
        "https://files.slack.com/another-scheme",
        "http://files.slack.com@evil.example.com/file",
        "",
    ],
)
async def test_the_token_goes_to_nobody_but_slack(wire: Wire, slack: Slack, url: str) -> None:
    has_file(wire, url)
    problem = await problem_of(slack.download("F1", LARGE))
    assert (problem.code, problem.final) == ("file: not at Slack", True)
    assert wire.asked == ["POST /api/files.info"]


async def test_a_redirect_is_not_followed_with_it(wire: Wire, slack: Slack) -> None:
    wire.answers["/file"] = answering(302, Location=f"{wire.url}/elsewhere")
    assert (await problem_of(slack.download("F1", LARGE))).code == "download: status 302"
    assert wire.asked[-1] == "GET /file"


async def test_a_file_that_says_it_is_too_big_is_not_asked_for(wire: Wire, slack: Slack) -> None:
    has_file(wire, f"{wire.url}/file", size=LARGE + 1)
    with pytest.raises(FileTooBig):
        await slack.download("F1", LARGE)
    assert wire.asked == ["POST /api/files.info"]


async def test_one_that_says_nothing_and_never_ends_is_read_no_further_than_allowed(wire: Wire, slack: Slack) -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 2**16)
            sent += 2**16

    wire.answers["/file"] = endless
    async with asyncio.timeout(5):
        with pytest.raises(FileTooBig):
            await slack.download("F1", LARGE)
    assert sent < 16 * LARGE  # what fits into the sockets' own buffers


@pytest.mark.parametrize("size", [LARGE - 1, LARGE])
async def test_one_of_just_that_size_is_read_whole(wire: Wire, slack: Slack, size: int) -> None:
    wire.answers["/file"] = answering(200, b"x" * size)
    assert len(await slack.download("F1", LARGE)) == size


@pytest.mark.parametrize(
    ("status", "code", "retry_after"),
    [(404, "status 404", None), (503, "status 503", None), (429, "ratelimited", 3600)],
)
async def test_refusals_are_sorted_as_those_of_any_call(
    wire: Wire, slack: Slack, status: int, code: str, retry_after: int | None
) -> None:
    wire.answers["/file"] = wire.answers["/up"] = answering(status, Retry_After="1000000000")
    for call, word in ((slack.download("F1", LARGE), "download: "), (slack.upload("D1", "a", b"a", "a"), "upload: ")):
        problem = await problem_of(call)
        assert problem.code == (code if retry_after else word + code)
        assert problem.retry_after == retry_after
        assert not problem.final


async def test_what_hangs_is_given_up_in_time_and_counts_as_slow(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TIMEOUT", 0.3)
    async with slack_with(wire, {}) as slack:
        wire.answers["/file"] = wire.answers["/up"] = hang
        for call in (slack.download("F1", LARGE), slack.upload("D1", "a", b"a", "a")):
            problem = await problem_of(call)
            assert (problem.code, problem.is_late) == ("no answer: TimeoutError", True)


async def test_a_file_cut_off_on_its_way_is_not_taken_for_the_whole(wire: Wire, slack: Slack) -> None:
    async def cut_off(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"half")
        assert request.transport is not None
        request.transport.close()
        return response

    wire.answers["/file"] = cut_off
    assert (await problem_of(slack.download("F1", LARGE))).code == "no answer: RemoteProtocolError"


async def test_where_nobody_listens_there_is_no_answer(wire: Wire, slack: Slack) -> None:
    wire.answers["/api/files.getUploadURLExternal"] = {"ok": True, "upload_url": "http://127.0.0.1:9/", "file_id": "F1"}
    problem = await problem_of(slack.upload("D1", "a", b"a", "a"))
    assert (problem.code, problem.final, problem.is_late) == ("no answer: ConnectError", False, False)


def test_the_library_that_carries_files_is_not_waited_for_at_the_start() -> None:
    look = "import sys, bot.flipside; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0
