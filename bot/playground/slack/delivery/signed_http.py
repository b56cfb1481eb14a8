"""Deliveries by HTTP: form-encoded commands and interactions, JSON events, all signed as Slack does."""

import asyncio
import hmac
import json
import time
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession

from bot.playground.slack.delivery.envelopes import EVENTS, SLASH_COMMANDS, Answer, Envelope
from bot.playground.slack.trouble import Mishaps

FORM = "application/x-www-form-urlencoded"


class SignedHttp:
    """`request_url` is where the app listens for everything, or None while it does not use HTTP."""

    name = "http"

    def __init__(self, signing_secret: str, trouble: Mishaps, ack_timeout: float) -> None:
        self.request_url: str | None = None
        self._secret = signing_secret
        self._trouble = trouble
        self._ack_timeout = ack_timeout
        self._session: ClientSession | None = None

    @property
    def is_open(self) -> bool:
        return self.request_url is not None

    async def carry(self, envelope: Envelope) -> Answer:
        body, content_type = encoded(envelope)
        copies = self._trouble.duplicate_deliveries if envelope.type == EVENTS else 0
        for _ in range(copies):
            await self._post(envelope, body, content_type)
        answer = await self._post(envelope, body, content_type)
        return Answer(error="operation_timeout", reason="http_timeout") if self._trouble.strikes("ack") else answer

    async def verify(self, challenge: str) -> bool:
        """Whether the app answers Slack's question on saving a request URL with the challenge in it."""
        payload = {"type": "url_verification", "token": "", "challenge": challenge}
        answer = await self.carry(Envelope("", EVENTS, payload))
        given = answer.payload or {}
        return challenge in {given.get("challenge"), given.get("text")}

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def headers(self, body: str) -> dict[str, str]:
        """The signature over the body and the time, as every app has to check it.

        The time is the machine's and not the workspace's: apps refuse what is five minutes off their own clock.
        """
        moment = str(int(time.time()))
        digest = hmac.new(self._secret.encode(), f"v0:{moment}:{body}".encode(), sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}

    async def _post(self, envelope: Envelope, body: str, content_type: str) -> Answer:
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0", **self.headers(body)}
        if envelope.attempt:
            headers |= {"X-Slack-Retry-Num": str(envelope.attempt), "X-Slack-Retry-Reason": envelope.reason}
        if self._session is None:
            self._session = ClientSession()
        try:
            async with (
                asyncio.timeout(self._ack_timeout),
                self._session.post(
                    self.request_url or "", data=body.encode(), headers=headers, allow_redirects=False
                ) as response,
            ):
                final = "X-Slack-No-Retry" in response.headers
                return _understood(response.status, await response.text(), final=final)
        except TimeoutError:
            return Answer(error="operation_timeout", reason="http_timeout")
        except ClientError:
            return Answer(error="dispatch_failed", reason="connection_failed")


def encoded(envelope: Envelope) -> tuple[str, str]:
    """The body and its content type."""
    if envelope.type == EVENTS:
        return json.dumps(envelope.payload), "application/json"
    if envelope.type == SLASH_COMMANDS:
        fields = {name: _form_value(value) for name, value in envelope.payload.items()}
        return urlencode(fields), FORM
    return urlencode({"payload": json.dumps(envelope.payload)}), FORM


def _form_value(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _understood(status: int, text: str, *, final: bool) -> Answer:
    """Slack takes any 2xx as an acknowledgement; a body that is not JSON is a message's text."""
    if 400 <= status < 500:
        return Answer(error="http_client_error", reason="http_error", final=final)
    if not 200 <= status < 300:
        return Answer(error="dispatch_failed", reason="http_error", final=final)
    if not text.strip():
        return Answer()
    try:
        payload = json.loads(text)
    except ValueError:
        return Answer({"text": text})
    return Answer(payload if isinstance(payload, dict) else {"text": text})
