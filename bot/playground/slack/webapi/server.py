"""The door of the Web API: each call is read, written down, checked in Slack's order, and answered."""

import asyncio
from typing import Any

from aiohttp import web

from bot.playground.slack.call_log import CallLog
from bot.playground.slack.delivery.activity import Activity
from bot.playground.slack.delivery.sockets import Sockets
from bot.playground.slack.errors import ApiError
from bot.playground.slack.feed import Violation, WebApiCall
from bot.playground.slack.trouble import Failure, Mishaps
from bot.playground.slack.webapi.arguments import Arguments, read
from bot.playground.slack.webapi.calls import METHODS, ApiRequest, Method
from bot.playground.slack.webapi.limits import RateLimits
from bot.playground.slack.workspace import WorkspaceState

# Arguments that any call may carry: bolt adds team_id to each.
ALWAYS_KNOWN = {"team_id"}


class WebApi:
    def __init__(
        self, workspace: WorkspaceState, sockets: Sockets, trouble: Mishaps, call_log: CallLog, activity: Activity
    ) -> None:
        self._workspace = workspace
        self._sockets = sockets
        self._trouble = trouble
        self._call_log = call_log
        self._activity = activity
        self._limits = RateLimits(workspace.now)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer `/api/METHOD`."""
        with self._activity.busy():
            name = request.match_info["method"]
            started = asyncio.get_running_loop().time()
            try:
                arguments = await read(request)
            except ApiError as error:
                return self._response(error.body())
            self._call_log.append(name, arguments.args)
            await asyncio.sleep(self._trouble.delay_of(name))
            failure = self._trouble.failure_of(name)
            if failure is None or failure.takes_effect:
                body = self._answer(name, arguments)
            if failure is not None:
                body = failure.body()
            seconds = asyncio.get_running_loop().time() - started
            self._workspace.feed.emit(WebApiCall(name, arguments.args, body, seconds))
            return failed(failure) if failure else self._response(body)

    def _answer(self, name: str, arguments: Arguments) -> dict[str, Any]:
        try:
            method = METHODS.get(name)
            if method is None:
                raise ApiError("unknown_method", req_method=name)
            self._check_token(method, arguments.token)
            self._check_rate(method, arguments.args)
            args = self._checked(method, arguments)
            return {"ok": True, **method.handler(ApiRequest(self._workspace, self._sockets, args))}
        except ApiError as error:
            self._workspace.feed.emit(Violation(name, error.code, tuple(error.messages)))
            return error.body()

    def _check_token(self, method: Method, token: str) -> None:
        """Raises `not_authed`, `invalid_auth`, `account_inactive`, `token_revoked`,
        `not_allowed_token_type`, `missing_scope`, in this order."""
        if method.caller == "none":
            return
        installation, grant = self._workspace.installation, self._workspace.grant
        if not token:
            raise ApiError("not_authed")
        if token not in {installation.bot_token, installation.app_token}:
            raise ApiError("invalid_auth")
        kind = "bot" if token == installation.bot_token else "app"
        if kind == "bot" and grant.token_error:
            raise ApiError(grant.token_error)
        if method.caller not in {kind, "any"}:
            raise ApiError("not_allowed_token_type")
        granted = grant.scopes if kind == "bot" else grant.app_token_scopes
        if method.scopes and not set(method.scopes) & set(granted):
            raise ApiError("missing_scope", needed=",".join(method.scopes), provided=",".join(granted))

    def _check_rate(self, method: Method, args: dict[str, Any]) -> None:
        wait = self._limits.wait(method, args) if self._trouble.rate_limits else 0
        if wait:
            raise ApiError("ratelimited", retry_after=wait)

    def _checked(self, method: Method, arguments: Arguments) -> dict[str, Any]:
        """The arguments that Slack would look at. Raises `invalid_arguments` for missing ones."""
        args = arguments.args
        if arguments.is_json and not method.takes_json:
            self._workspace.warn(method.name, "json_ignored", "this method reads no JSON body: send a form")
            args = {}
        if arguments.fault:
            raise arguments.fault
        missing = [name for name in method.required if args.get(name) is None or args[name] == ""]
        if missing:
            raise ApiError("invalid_arguments", [f"missing required field: {name}" for name in missing])
        unknown = set(args) - set(method.required) - set(method.optional) - ALWAYS_KNOWN
        for name in sorted(unknown):
            self._workspace.warn(method.name, "unknown_argument", f"Slack ignores the argument {name}")
        return args

    def _response(self, body: dict[str, Any]) -> web.Response:
        if body.get("error") == "ratelimited":
            return _rate_limited(body.pop("retry_after"))
        return web.json_response(body, headers={"X-OAuth-Scopes": ",".join(self._workspace.grant.scopes)})


def failed(failure: Failure) -> web.Response:
    """The answer of a call that is to fail."""
    if failure.error == "ratelimited":
        return _rate_limited(failure.retry_after)
    if failure.status in {502, 503, 504}:  # what stands before Slack answers those, in HTML
        return web.Response(status=failure.status, text="<html>Slack</html>", content_type="text/html")
    return web.json_response(failure.body(), status=failure.status)


def _rate_limited(seconds: int) -> web.Response:
    body = {"ok": False, "error": "ratelimited"}
    return web.json_response(body, status=429, headers={"Retry-After": str(seconds)})
