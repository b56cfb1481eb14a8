"""Reading a call's arguments and its token out of a request, in each of the ways that Slack allows."""

import json
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.playground.slack.errors import ApiError, bad_argument

# Arguments whose values are JSON, in a form encoded once more; and what Slack says of undecodable ones.
JSON_ARGUMENTS: dict[str, Callable[[], ApiError]] = {
    "blocks": lambda: ApiError("invalid_blocks_format"),
    "metadata": lambda: ApiError("invalid_metadata_format"),
    "attachments": lambda: ApiError("invalid_attachments"),
    "view": lambda: bad_argument("must provide an object", "/view"),
    "files": lambda: bad_argument("must provide an array", "/files"),
}


@dataclass(frozen=True)
class Arguments:
    """`args` without the token. `fault` is the refusal that an undecodable argument has earned."""

    args: dict[str, Any]
    token: str
    is_json: bool
    fault: ApiError | None = None


async def read(request: web.Request) -> Arguments:
    """Raises `ApiError` for a body that cannot be read at all: `invalid_json`, `json_not_object`,
    `invalid_post_type`, `missing_post_type`."""
    args: dict[str, Any] = dict(request.query)
    is_json = request.content_type == "application/json" and request.body_exists
    if is_json:
        args |= await _json_object(request)
    elif request.method == "POST":
        args |= await _form(request)
    # A token inside a JSON body does not count.
    in_body = args.pop("token", "")
    token = _authorization(request, "Bearer") or ("" if is_json and "token" not in request.query else in_body)
    args |= _client(request)
    fault = _decode(args)
    return Arguments(args, token, is_json, fault)


def _decode(args: dict[str, Any]) -> ApiError | None:
    fault = None
    for name in JSON_ARGUMENTS.keys() & args.keys():
        if isinstance(args[name], str):
            try:
                args[name] = json.loads(args[name])
            except ValueError:
                fault = JSON_ARGUMENTS[name]()
    return fault


def _authorization(request: web.Request, scheme: str) -> str:
    given, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if given == scheme else ""


def _client(request: web.Request) -> dict[str, str]:
    """The client's id and secret, where they come by HTTP's basic authentication as OAuth recommends."""
    try:
        pair = b64decode(_authorization(request, "Basic"), validate=True).decode()
    except ValueError:
        return {}
    client_id, colon, client_secret = pair.partition(":")
    return {"client_id": client_id, "client_secret": client_secret} if colon else {}


async def _json_object(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.text())
    except ValueError:
        raise ApiError("invalid_json") from None
    if not isinstance(body, dict):
        raise ApiError("json_not_object")
    return body


async def _form(request: web.Request) -> dict[str, Any]:
    if not request.can_read_body:
        return {}
    if "Content-Type" not in request.headers:
        raise ApiError("missing_post_type")
    if request.content_type not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        raise ApiError("invalid_post_type")
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
