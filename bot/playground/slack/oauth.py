"""The consent page of OAuth: who installs the app, and where."""

from html import escape
from urllib.parse import urlencode

from aiohttp import web

from bot.playground.slack.installations import Installations
from bot.playground.slack.workspace import Enterprise, WorkspaceState

PAGE = """<!doctype html><html lang="en"><title>{app}</title><main><h1>{app}</h1>
<p>{app} asks to be added, and to be allowed: {scopes}.</p>
<form method="post"><label>Where <select name="place">{places}</select></label>
<label>You are <select name="user">{people}</select></label>
<button name="answer" value="allow">Allow</button><button name="answer" value="cancel">Cancel</button>
</form></main></html>"""
OPTION = '<option value="{}">{}</option>'


class ConsentPage:
    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/oauth/v2/authorize", self.ask),
            web.post("/oauth/v2/authorize", self.take),
        ]

    async def ask(self, request: web.Request) -> web.Response:
        """The address may name the workspace, `team`; then there is no choice."""
        self._check(request)
        app = self._installations.first.manifest
        places, people = self._places(), []
        if request.query.get("team") in places:
            places = {request.query["team"]: places[request.query["team"]]}
        for workspace in self._installations.workspaces.values():
            people += [m for m in workspace.members.values() if not m.is_bot and m.id != "USLACKBOT"]
        page = PAGE.format(
            app=escape(app.app_name),
            scopes=escape(request.query.get("scope", "")),
            places="".join(OPTION.format(escape(place), escape(name)) for place, name in places.items()),
            people="".join(OPTION.format(escape(member.id), escape(member.real_name)) for member in people),
        )
        return web.Response(text=page, content_type="text/html")

    async def take(self, request: web.Request) -> web.Response:
        """Send the person back to the app, with a code or with `access_denied`. Without a place it is the one that the
        address names, or else their own workspace."""
        redirect_uri = self._check(request)
        form = await request.post()
        back = {"state": request.query.get("state", "")}
        if form.get("answer") == "allow":
            user = str(form.get("user", ""))
            place = str(form.get("place") or request.query.get("team") or self._home(user))
            if place not in self._places():
                raise web.HTTPBadRequest(text="invalid_team_for_non_distributed_app")
            scopes = tuple(filter(None, request.query.get("scope", "").split(",")))
            back["code"] = self._installations.consents.give(user, place, scopes, redirect_uri)
        else:
            back["error"] = "access_denied"
        raise web.HTTPFound(f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{urlencode(back)}")

    def _places(self) -> dict[str, str]:
        """Where the app may be installed, by name: every workspace, and organizations if its manifest is for them."""
        workspaces = list(self._installations.workspaces.values())
        names = {one.installation.team_id: one.installation.team_name for one in workspaces}
        if self._installations.first.manifest.is_for_organizations:
            names |= {whole.id: f"All of {whole.name}" for whole in filter(None, map(_enterprise, workspaces))}
        return names

    def _home(self, user: str) -> str:
        workspaces = self._installations.workspaces
        return next((team_id for team_id, one in workspaces.items() if user in one.members), next(iter(workspaces)))

    def _check(self, request: web.Request) -> str:
        """The address to go back to. A request that is not right gets an error page and no redirect."""
        app = self._installations.first
        if request.query.get("client_id") != app.installation.client_id:
            raise web.HTTPBadRequest(text="invalid_client_id")
        if not request.query.get("scope"):
            raise web.HTTPBadRequest(text="no_scopes")
        address = request.query.get("redirect_uri") or next(iter(app.manifest.redirect_urls), "")
        if not any(address.startswith(allowed) for allowed in app.manifest.redirect_urls):
            raise web.HTTPBadRequest(text="bad_redirect_uri")
        return address


def _enterprise(workspace: WorkspaceState) -> Enterprise | None:
    return workspace.installation.enterprise
