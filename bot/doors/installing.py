"""How somebody installs the bot in their workspace: to Slack, and back with a code for its tokens.

Bolt's own flow looks for settings in the environment, keeps installations in files, and sets a cookie that every page
of the host gets. Two steps over our own table are shorter than what it would take to turn that off.
"""

import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime
from urllib.parse import urlencode, urljoin, urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.core.edge import Edge
from bot.core.slack import SlackProblem
from bot.core.telemetry import new_reference
from bot.doors import pages
from bot.doors.states import GOOD_FOR, BadState, States
from bot.workspaces.oauth import SCOPES, OAuth
from bot.workspaces.usecases import Installed

COOKIE = "flipside_install"
CANCELED = "access_denied"
OUT_OF_DATE = 400
INSTALL, RETURN = "/slack/install", "/slack/oauth_redirect"

Install = Callable[[Installed, datetime], Awaitable[None]]

log = structlog.get_logger()


class Installing:
    """`install` takes in what Slack hands over; `api_url` is where that Slack is."""

    def __init__(self, edge: Edge, states: States, oauth: OAuth, install: Install, api_url: str) -> None:
        self._edge = edge
        self._states = states
        self._oauth = oauth
        self._install = install
        self._authorize = urljoin(api_url, "/oauth/v2/authorize")
        back = urlsplit(oauth.redirect_url)
        self._is_secure, self._path = back.scheme == "https", back.path
        self._again = back.path.removesuffix(RETURN) + INSTALL

    async def begin(self, _request: Request) -> Response:
        state = self._states.issue(self._edge.clock.now())
        asked = {
            "client_id": self._oauth.client_id,
            "scope": ",".join(SCOPES),
            "redirect_uri": self._oauth.redirect_url,
            "state": state,
        }
        response = RedirectResponse(f"{self._authorize}?{urlencode(asked)}", 302, pages.HEADERS)
        self._give_cookie(response, state, GOOD_FOR.seconds)
        return response

    async def finish(self, request: Request) -> Response:
        status, page = await self._finished(request)
        response = HTMLResponse(page, status, pages.HEADERS)
        if status != OUT_OF_DATE:  # the cookie may be of another tab, where somebody is about to come back
            self._give_cookie(response, "", 0)
        return response

    async def _finished(self, request: Request) -> tuple[int, str]:
        given = request.query_params
        try:
            await self._use(given.get("state", ""), request.cookies.get(COOKIE, ""))
            if given.get("error") == CANCELED:
                return 200, pages.not_allowed(self._again)
            if not given.get("code"):
                raise SlackProblem("no answer: no code")
            return 200, await self._installed(given["code"])
        except BadState:
            return OUT_OF_DATE, pages.out_of_date(self._again)
        except SlackProblem as problem:
            log.warning("installation not finished", problem=problem.code)
            return 502, pages.refused_by_slack(self._again, problem.code)
        except Exception as error:
            reference = new_reference()
            log.error("installation failed", reference=reference, exc_info=error)
            return 500, pages.failed(self._again, reference)

    async def _use(self, state: str, cookie: str) -> None:
        """Before anything else, and for itself: whatever comes of it, it is used. Raises BadState."""
        if not hmac.compare_digest(state.encode(), cookie.encode()):
            raise BadState
        async with self._edge.transaction() as db:
            await self._states.use(db, state, self._edge.clock.now())

    async def _installed(self, code: str) -> str:
        now = self._edge.clock.now()
        new = await self._oauth.installed(code, now)
        await self._install(new, now)
        log.info("installed", place=new.team_id or new.enterprise_id, by=new.installer_id)
        return pages.installed(new.team_id, new.app_id) if new.team_id else pages.installed_for_organization()

    def _give_cookie(self, response: Response, state: str, seconds: int) -> None:
        """Only the page that somebody comes back to gets it; from Slack's page they come with `lax`."""
        response.set_cookie(
            COOKIE, state, seconds, path=self._path, secure=self._is_secure, httponly=True, samesite="lax"
        )
