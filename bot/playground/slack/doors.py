"""The doors beside the Web API: replies to `response_url`s, files' bytes, and the consent page of OAuth."""

import asyncio
import json
from html import escape
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.playground.slack.call_log import CallLog
from bot.playground.slack.delivery.activity import Activity
from bot.playground.slack.errors import ApiError
from bot.playground.slack.feed import Violation, WebApiCall
from bot.playground.slack.replies import take_reply
from bot.playground.slack.trouble import Mishaps
from bot.playground.slack.webapi.server import failed
from bot.playground.slack.workspace import WorkspaceState

REPLY = "response_url"
GONE = {"used_url", "expired_url", "no_service"}
CONSENT_PAGE = """<!doctype html><html lang="en"><title>{app}</title><main><h1>{app}</h1>
<p>{app} asks to be added to {team}, and to be allowed: {scopes}.</p>
<form method="post"><label>You are <select name="user">{people}</select></label>
<button name="answer" value="allow">Allow</button><button name="answer" value="cancel">Cancel</button>
</form></main></html>"""


class Doors:
    def __init__(self, workspace: WorkspaceState, trouble: Mishaps, call_log: CallLog, activity: Activity) -> None:
        self._workspace = workspace
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
            web.get("/oauth/v2/authorize", self.ask_consent),
            web.post("/oauth/v2/authorize", self.take_consent),
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
            self._workspace.feed.emit(WebApiCall(REPLY, args, body, seconds))
            if failure:
                return failed(failure)
            return web.Response(text="ok") if body["ok"] else web.json_response(body, status=status)

    def _replied(self, path: str, args: dict[str, Any]) -> tuple[dict[str, Any], int]:
        try:
            take_reply(self._workspace, path, args)
        except ApiError as error:
            self._workspace.feed.emit(Violation(REPLY, error.code, tuple(error.messages)))
            return error.body(), 404 if error.code in GONE else 400
        return {"ok": True}, 200

    async def upload(self, request: web.Request) -> web.Response:
        """The second step of an upload: the bytes, raw or as a form's file."""
        found = [file for file in self._workspace.files.values() if file.upload_path == request.path]
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
        """A private file, for the app's token with `files:read`."""
        workspace = self._workspace
        file = workspace.files.get(request.match_info["place"].rpartition("-")[2])
        granted = "files:read" in workspace.grant.scopes and not workspace.grant.token_error
        token = f"Bearer {workspace.installation.bot_token}"
        if not granted or request.headers.get("Authorization") != token:
            raise web.HTTPForbidden
        if file is None or file.content is None:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def ask_consent(self, request: web.Request) -> web.Response:
        self._check_consent(request)
        people = [m for m in self._workspace.members.values() if not m.is_bot and m.id != "USLACKBOT"]
        options = "".join(f'<option value="{escape(m.id)}">{escape(m.real_name)}</option>' for m in people)
        page = CONSENT_PAGE.format(
            app=escape(self._workspace.manifest.app_name),
            team=escape(self._workspace.installation.team_name),
            scopes=escape(request.query.get("scope", "")),
            people=options,
        )
        return web.Response(text=page, content_type="text/html")

    async def take_consent(self, request: web.Request) -> web.Response:
        """Send the person back to the app, with a code or with `access_denied`."""
        redirect_uri = self._check_consent(request)
        form = await request.post()
        back = {"state": request.query.get("state", "")}
        if form.get("answer") == "allow":
            scopes = tuple(filter(None, request.query.get("scope", "").split(",")))
            back["code"] = self._workspace.consents.give(str(form.get("user", "")), scopes, redirect_uri)
        else:
            back["error"] = "access_denied"
        raise web.HTTPFound(f"{redirect_uri}?{urlencode(back)}")

    def _check_consent(self, request: web.Request) -> str:
        """The address to go back to. A request that is not right gets an error page and no redirect."""
        manifest = self._workspace.manifest
        if request.query.get("client_id") != self._workspace.installation.client_id:
            raise web.HTTPBadRequest(text="invalid_client_id")
        if not request.query.get("scope"):
            raise web.HTTPBadRequest(text="no_scopes")
        address = request.query.get("redirect_uri") or next(iter(manifest.redirect_urls), "")
        if not any(address.startswith(allowed) for allowed in manifest.redirect_urls):
            raise web.HTTPBadRequest(text="bad_redirect_uri")
        return address
