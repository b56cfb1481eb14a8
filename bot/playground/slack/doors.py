"""The doors beside the Web API: replies to `response_url`s and files' bytes."""

import asyncio
import json
from typing import Any

from aiohttp import web

from bot.playground.slack.call_log import CallLog
from bot.playground.slack.delivery.activity import Activity
from bot.playground.slack.errors import ApiError
from bot.playground.slack.feed import Violation, WebApiCall
from bot.playground.slack.installations import Installations
from bot.playground.slack.replies import take_reply
from bot.playground.slack.trouble import Mishaps
from bot.playground.slack.webapi.server import failed
from bot.playground.slack.workspace import WorkspaceState

REPLY = "response_url"
GONE = {"used_url", "expired_url", "no_service"}


class Doors:
    def __init__(self, installations: Installations, trouble: Mishaps, call_log: CallLog, activity: Activity) -> None:
        self._installations = installations
        self._feed = installations.first.feed
        self._trouble = trouble
        self._call_log = call_log
        self._activity = activity

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/commands/{address:.+}", self.reply),
            web.post("/actions/{address:.+}", self.reply),
            web.post("/app/{address:.+}", self.reply),
            web.post("/upload/v1/{secret}", self.upload),
            web.get("/files-pri/{place}/{name:.+}", self.download),
        ]

    async def reply(self, request: web.Request) -> web.Response:
        """A reply to an interaction: no token, the address is the secret."""
        with self._activity.busy():
            started = asyncio.get_running_loop().time()
            try:
                args = json.loads(await request.text())
            except ValueError:
                args = None
            if not isinstance(args, dict):
                return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
            self._call_log.append(REPLY, args)
            await asyncio.sleep(self._trouble.delay_of(REPLY))
            failure = self._trouble.failure_of(REPLY)
            if failure and not failure.takes_effect:
                return failed(failure)
            body, status = self._replied(request.path, args)
            seconds = asyncio.get_running_loop().time() - started
            self._feed.emit(WebApiCall(REPLY, args, body, seconds))
            if failure:
                return failed(failure)
            return web.Response(text="ok") if body["ok"] else web.json_response(body, status=status)

    def _replied(self, path: str, args: dict[str, Any]) -> tuple[dict[str, Any], int]:
        workspace = self._installations.workspaces.get(path.split("/")[2])
        try:
            if workspace is None:
                raise ApiError("no_service")
            take_reply(workspace, path, args)
        except ApiError as error:
            self._feed.emit(Violation(REPLY, error.code, tuple(error.messages)))
            return error.body(), 404 if error.code in GONE else 400
        return {"ok": True}, 200

    async def upload(self, request: web.Request) -> web.Response:
        """The second step of an upload: the bytes, raw or as a form's file."""
        workspaces = self._installations.workspaces.values()
        found = [file for one in workspaces for file in one.files.values() if file.upload_path == request.path]
        if not found or found[0].content is not None:
            raise web.HTTPNotFound
        if request.content_type == "multipart/form-data":
            parts = [part for part in (await request.post()).values() if isinstance(part, web.FileField)]
            content = parts[0].file.read() if parts else b""
        else:
            content = await request.read()
        found[0].content, found[0].length = content, len(content)
        return web.Response(text=f"OK - {len(content)}")

    async def download(self, request: web.Request) -> web.Response:
        """A private file, for the app's token of that workspace with `files:read`."""
        team_id, _, file_id = request.match_info["place"].rpartition("-")
        workspace = self._installations.workspaces.get(team_id)
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if workspace is None or kind != "Bearer" or not self._may_read(workspace, token):
            raise web.HTTPForbidden
        file = workspace.files.get(file_id)
        if file is None or file.content is None:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type="application/octet-stream")

    def _may_read(self, workspace: WorkspaceState, token: str) -> bool:
        try:
            place = self._installations.tokens.find(token).place
        except ApiError:
            return False
        return place in workspace.installation.places and "files:read" in workspace.grant.scopes
