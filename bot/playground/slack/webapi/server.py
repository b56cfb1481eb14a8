"""The door of the Web API: each call is read, written down, checked in Slack's order, and answered."""

import asyncio
from typing import Any

from aiohttp import web

from bot.playground.slack.call_log import CallLog
from bot.playground.slack.delivery.activity import Activity
from bot.playground.slack.delivery.sockets import Sockets
from bot.playground.slack.errors import ApiError
from bot.playground.slack.feed import Violation, WebApiCall
from bot.playground.slack.installations import Installations
from bot.playground.slack.trouble import Failure, Mishaps
from bot.playground.slack.webapi.arguments import Arguments, read
from bot.playground.slack.webapi.calls import METHODS, ApiRequest, Caller, Method
from bot.playground.slack.webapi.limits import RateLimits
from bot.playground.slack.workspace import WorkspaceState

# Arguments that any call may carry: bolt adds team_id to each.
ALWAYS_KNOWN = {"team_id"}


class WebApi:
    def __init__(
        self, installations: Installations, sockets: Sockets, trouble: Mishaps, call_log: CallLog, activity: Activity
    ) -> None:
        self._installations = installations
        self._sockets = sockets
        self._trouble = trouble
        self._call_log = call_log
        self._activity = activity
        self._feed = installations.first.feed
        self._limits = RateLimits(installations.first.now)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer `/api/METHOD`."""
        with self._activity.busy():
            name = request.match_info["method"]
            started = asyncio.get_running_loop().time()
            try:
                arguments = await read(request)
            except ApiError as error:
                return self._response(error.body(), "")
            self._call_log.append(name, arguments.args)
            await asyncio.sleep(self._trouble.delay_of(name))
            failure = self._trouble.failure_of(name)
            if failure is None or failure.takes_effect:
                body = self._answer(name, arguments)
            if failure is not None:
                body = failure.body()
            seconds = asyncio.get_running_loop().time() - started
            self._feed.emit(WebApiCall(name, arguments.args, body, seconds))
            return failed(failure) if failure else self._response(body, arguments.token)

    def _answer(self, name: str, arguments: Arguments) -> dict[str, Any]:
        try:
            method = METHODS.get(name)
            if method is None:
                raise ApiError("unknown_method", req_method=name)
            workspace = self._workspace(method, arguments)
            self._check_rate(workspace, method, arguments.args)
            args = self._checked(workspace, method, arguments)
            call = ApiRequest(workspace, self._installations, self._sockets, arguments.token, args)
            return {"ok": True, **method.handler(call)}
        except ApiError as error:
            self._feed.emit(Violation(name, error.code, tuple(error.messages)))
            return error.body()

    def _workspace(self, method: Method, arguments: Arguments) -> WorkspaceState:
        """The workspace in which this token may call this method.

        Raises `not_authed`, `invalid_auth`, `account_inactive`, `token_revoked`, `token_expired`,
        `not_allowed_token_type`, `team_access_not_granted`, `missing_scope`, `missing_argument`, in this order.
        """
        first, token = self._installations.first, arguments.token
        if method.caller == "none":
            return first
        if not token:
            raise ApiError("not_authed")
        if token == first.installation.app_token:
            _check_grant(method, "app", first.grant.app_token_scopes)
            return first
        found = self._installations.tokens.find(token)
        meant = self._installations.meant(found, arguments.args)
        workspace = meant or self._installations.within(found.place)[0]
        _check_grant(method, "bot", workspace.grant.scopes)
        if meant is None and method.needs_team:
            raise ApiError("missing_argument", ["a token of an organization has to say its team_id"])
        return workspace

    def _check_rate(self, workspace: WorkspaceState, method: Method, args: dict[str, Any]) -> None:
        team_id = workspace.installation.team_id
        wait = self._limits.wait(team_id, method, args) if self._trouble.rate_limits else 0
        if wait:
            raise ApiError("ratelimited", retry_after=wait)

    def _checked(self, workspace: WorkspaceState, method: Method, arguments: Arguments) -> dict[str, Any]:
        """The arguments that Slack would look at. Raises `invalid_arguments` for missing ones."""
        args = arguments.args
        if arguments.is_json and not method.takes_json:
            workspace.warn(method.name, "json_ignored", "this method reads no JSON body: send a form")
            args = {}
        if arguments.fault:
            raise arguments.fault
        missing = [name for name in method.required if args.get(name) is None or args[name] == ""]
        if missing:
            raise ApiError("invalid_arguments", [f"missing required field: {name}" for name in missing])
        unknown = set(args) - set(method.required) - set(method.optional) - ALWAYS_KNOWN
        for name in sorted(unknown):
            workspace.warn(method.name, "unknown_argument", f"Slack ignores the argument {name}")
        return args

    def _response(self, body: dict[str, Any], token: str) -> web.Response:
        if body.get("error") == "ratelimited":
            return _rate_limited(body.pop("retry_after"))
        return web.json_response(body, headers={"X-OAuth-Scopes": ",".join(self._installations.scopes(token))})


def _check_grant(method: Method, kind: Caller, granted: list[str]) -> None:
    if method.caller not in {kind, "any"}:
        raise ApiError("not_allowed_token_type")
    if method.scopes and not set(method.scopes) & set(granted):
        raise ApiError("missing_scope", needed=",".join(method.scopes), provided=",".join(granted))


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
