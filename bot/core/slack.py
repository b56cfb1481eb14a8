"""The bot's own calls to Slack, through a proxy where there is one, and errors sorted by what to do about them."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.core.blocks import clipped
from bot.core.files import Files, FileTooBig, NoAnswer
from bot.core.patience import BriefRest, seconds_asked
from bot.core.proxies import place_of, proxy_for
from bot.core.slack_errors import TOO_LATE, Remedy, remedy_of

__all__ = ["Connections", "FileTooBig", "Slack", "SlackProblem", "web_client"]

TIMEOUT = 10  # seconds for a whole call

# Of what Slack says about refused arguments (java-slack-sdk 302 shows some).
MOST_MESSAGES, LONGEST_MESSAGE = 10, 200  # characters
POINTER = re.compile(r"\[json-pointer:([\w/.-]*)\]")
QUOTED = re.compile(r"""\"[^"]*\"|“[^”]*”|`[^`]*`|(?<!\w)'[^']*'(?!\w)""")
FIELD_NAMED = ("missing required field", "invalid additional property", "unsupported type")
FIELD = re.compile("[a-z_]+")

log = structlog.get_logger()


class SlackProblem(Exception):
    """A call that failed. `code` is Slack's error code, or a word for what the network or the bot did.

    `messages` say for the log what is wrong where in the arguments, without anything that somebody wrote.
    """

    def __init__(
        self,
        code: str,
        *,
        final: bool | None = None,
        retry_after: int | None = None,
        is_late: bool = False,
        messages: Sequence[str] = (),
    ) -> None:
        super().__init__(code)
        self.code = code
        self.remedy = remedy_of(code)
        # Whether the same call would fail again; what an admin can mend counts, too.
        self.final = self.remedy in (Remedy.NOTHING, Remedy.ADMIN) if final is None else final
        self.is_late = is_late or code in TOO_LATE  # nothing is wrong but the time that it took
        self.retry_after = retry_after  # seconds, within reason; only where Slack wants to be left alone
        self.messages = list(messages)


def web_client(api_url: str, environment: Mapping[str, str], **more: Any) -> AsyncWebClient:
    """The SDK's client, with the proxy that our rule names: given none, it would look for one by itself."""
    client = AsyncWebClient(base_url=api_url, **more)
    client.proxy = proxy_for(api_url, environment)
    return client


class Connections:
    """To Slack, for the calls of every workspace. Made inside a running loop; `close` ends them.

    `environment` says which proxies there are.
    """

    def __init__(self, api_url: str, environment: Mapping[str, str] = os.environ) -> None:
        self.api_url = api_url
        self.environment = environment
        self.files = Files(environment, TIMEOUT)
        self.http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))

    async def close(self) -> None:
        await self.http.close()
        await self.files.close()


class Slack:
    """The calls of the bot in one workspace, for which it has that token."""

    def __init__(self, bot_token: str, connections: Connections) -> None:
        self._token = bot_token
        self._api_url = connections.api_url
        self._environment = connections.environment
        self._files = connections.files
        self._http = connections.http
        same: dict[str, Any] = {"token": bot_token, "timeout": TIMEOUT, "session": self._http}
        self.client = web_client(self._api_url, self._environment, **same)
        # While a person waits, a hiccup is worth a moment; a row of the outbox has its own schedule.
        patient: list[AsyncRetryHandler] = [
            AsyncConnectionErrorRetryHandler(max_retry_count=1),
            AsyncServerErrorRetryHandler(max_retry_count=2),
            BriefRest(max_retry_count=2),
        ]
        self._patient = patient
        self._patient_client = web_client(self._api_url, self._environment, retry_handlers=patient, **same)

    async def call(self, method: str, *, patiently: bool = False, **arguments: Any) -> Mapping[str, Any]:
        """One Web API method. Raises SlackProblem.

        Sent as a form with JSON inside, which every method reads; some ignore a JSON body.
        """
        client = self._patient_client if patiently else self.client
        try:
            response = await client.api_call(method, data=_form(arguments))
        except SlackApiError as error:
            raise _problem(error) from error
        except Exception as error:
            raise self._no_answer(error, self._api_url) from error
        if not isinstance(response.data, dict):
            raise SlackProblem("no answer: not JSON")
        return response.data

    async def upload(self, channel: str, name: str, content: bytes, text: str) -> None:
        """A file into a conversation, with a line of text: an address, the bytes, the word that they are there.

        Raises SlackProblem.
        """
        # The length in text: Slack reads this method's arguments from the form only.
        place = await self.call("files.getUploadURLExternal", filename=name, length=str(len(content)))
        url = str(place["upload_url"])
        try:
            came = await self._files.bring(url, content)
        except NoAnswer as error:
            raise self._no_answer(error.__cause__ or error, url) from error
        if came.status != 200:
            raise _refused("upload: status", came.status, came.headers)
        files = [{"id": place["file_id"], "title": name}]
        await self.call("files.completeUploadExternal", files=files, channel_id=channel, initial_comment=text)

    async def download(self, file_id: str, most: int) -> bytes:
        """A file that somebody gave to the bot, of at most that many bytes. Raises SlackProblem, FileTooBig."""
        told = await self.call("files.info", file=file_id)
        file = told.get("file") or {}
        if int(file.get("size") or 0) > most:
            raise FileTooBig
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        # The token is Slack's secret: it goes nowhere else, whatever the file says.
        if not self._is_slacks(url):
            raise SlackProblem("file: not at Slack", final=True)
        try:
            came = await self._files.fetch(url, self._token, most)
        except NoAnswer as error:
            raise self._no_answer(error.__cause__ or error, url) from error
        if came.status != 200:
            raise _refused("download: status", came.status, came.headers)
        return came.content

    def _is_slacks(self, url: str) -> bool:
        api, given = urlsplit(self._api_url), urlsplit(url)
        if given.scheme != api.scheme:
            return False
        return given.netloc == api.netloc or (given.hostname or "").endswith(".slack.com")

    async def answer(self, response_url: str, body: dict[str, Any]) -> None:
        """A reply to a command or a button. Raises SlackProblem."""
        webhook = AsyncWebhookClient(response_url, timeout=TIMEOUT, session=self._http, retry_handlers=self._patient)
        webhook.proxy = proxy_for(response_url, self._environment)
        try:
            response = await webhook.send_dict(body)
        except Exception as error:
            raise self._no_answer(error, response_url) from error
        if response.status_code != 200:
            raise _refused("response_url:", response.status_code, response.headers)

    def _no_answer(self, error: BaseException, url: str) -> SlackProblem:
        if proxy := proxy_for(url, self._environment):
            log.warning("no answer through the proxy", proxy=place_of(proxy), problem=type(error).__name__)
        return SlackProblem(f"no answer: {type(error).__name__}", is_late=isinstance(error, TimeoutError))


def _form(arguments: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        for name, value in arguments.items()
        if value is not None
    }


def _rate_limited(headers: Mapping[str, str]) -> SlackProblem:
    return SlackProblem("ratelimited", retry_after=seconds_asked(headers.get("Retry-After")))


def _refused(what: str, status: int, headers: Mapping[str, str]) -> SlackProblem:
    return _rate_limited(headers) if status == 429 else SlackProblem(f"{what} {status}")


def _problem(error: SlackApiError) -> SlackProblem:
    response = error.response
    status = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    data = getattr(response, "data", None)
    told = data if isinstance(data, dict) else {}
    code = told["error"] if isinstance(told.get("error"), str) else f"status {status}"
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        return _rate_limited(response.headers)
    return SlackProblem(code, messages=_messages(told.get("response_metadata")))


def _messages(metadata: object) -> list[str]:
    """What Slack says of the arguments: `[ERROR] missing required field: title [json-pointer:/view]`."""
    messages = metadata.get("messages") if isinstance(metadata, dict) else None
    return [without_values(str(one)) for one in messages[:MOST_MESSAGES]] if isinstance(messages, list) else []


def without_values(message: str) -> str:
    """Such a message with the place and the complaint; what it quotes may be what somebody wrote.

    After a colon it names a field of Slack's own, or quotes; only one plain word in small letters is kept.
    """
    pointer = POINTER.search(message)
    said = QUOTED.sub("…", POINTER.sub("", message)).strip()
    complaint, colon, rest = said.partition(":")
    if colon and not (complaint.endswith(FIELD_NAMED) and FIELD.fullmatch(rest.strip())):
        said = f"{complaint}: …"
    return clipped(said, LONGEST_MESSAGE) + (f" at {pointer[1]}" if pointer else "")
