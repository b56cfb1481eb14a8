"""The stand-in as a whole: workspaces with people in them, and a server that an app takes for Slack."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from aiohttp import web

from bot.playground.slack.call_log import CallLog
from bot.playground.slack.delivery import Courier, Receipt
from bot.playground.slack.delivery.activity import Activity
from bot.playground.slack.delivery.signed_http import SignedHttp
from bot.playground.slack.delivery.sockets import Sockets
from bot.playground.slack.doors import Doors
from bot.playground.slack.feed import Feed, Observer
from bot.playground.slack.fence import fence
from bot.playground.slack.ids import Ids
from bot.playground.slack.installations import Installations
from bot.playground.slack.manifest import Manifest
from bot.playground.slack.oauth import ConsentPage
from bot.playground.slack.payloads import Payloads
from bot.playground.slack.person import Actor
from bot.playground.slack.team import Team
from bot.playground.slack.trouble import Mishaps
from bot.playground.slack.webapi import WebApi
from bot.playground.slack.workspace import Enterprise, InstalledApp, WorkspaceState

# Seconds: at once, after a minute, after five; Slack's guide to the Events API.
RETRY_DELAYS = (0.0, 60.0, 300.0)
ACK_TIMEOUT = 3.0  # seconds; the same guide
LARGEST_BODY = 64 * 1024**2  # bytes, of an upload


class StandIn:
    """A workspace with one app in it, and perhaps more of them; what is not said of one is of the first.

    `now` is the time that Slack has, in seconds since 1970: it stamps messages and ends the life of triggers,
    reply addresses and codes. `ack_timeout` and `retry_delays` are seconds of the event loop's own time.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any] | Path,
        *,
        now: Callable[[], float] = time.time,
        call_log: Path | None = None,
        ack_timeout: float = ACK_TIMEOUT,
        retry_delays: Sequence[float] = RETRY_DELAYS,
        team_id: str = "T0PLAYGROUND",
        team_name: str = "Playground",
        host: str = "127.0.0.1",
    ) -> None:
        self.feed = Feed()
        self.trouble = Mishaps()
        self._manifest, self._now, self._ids = Manifest.read(manifest), now, Ids()
        self._host = host
        self._log = CallLog(call_log)
        self._activity = Activity()
        self.installation = at = InstalledApp(team_id, team_name)
        self._sockets = Sockets(at.app_id, self._ids, self.trouble, ack_timeout)
        self._http = SignedHttp(at.signing_secret, self.trouble, ack_timeout)
        self._courier = Courier(
            sockets=self._sockets,
            http=self._http,
            feed=self.feed,
            ids=self._ids,
            activity=self._activity,
            retry_delays=retry_delays,
        )
        self._installations = Installations(self._manifest, self._ids, now)
        self._runner: web.AppRunner | None = None
        self.teams: list[Team] = []
        self._first = self._settle(at)
        self.workspace, self.events = self._first.state, self._first.events
        self.app = self._application()

    def add_workspace(self, team_id: str, team_name: str, enterprise: tuple[str, str] | None = None) -> Team:
        """One more workspace with the same app in it, and with people and places of its own.

        `enterprise` is the id and the name of the organization that it is part of.
        """
        whole = Enterprise(*enterprise) if enterprise else None
        its = (whole.id if whole else team_id)[1:]
        return self._settle(
            replace(
                self.installation,
                team_id=team_id,
                team_name=team_name,
                enterprise=whole,
                bot_id=f"B{its}",
                bot_user_id=f"U{its}",
            )
        )

    def _settle(self, installation: InstalledApp) -> Team:
        state = WorkspaceState(self._manifest, installation, self._now, self.feed, self.trouble, self._ids)
        state.base_url = self.workspace.base_url if self.teams else ""
        self._installations.add(state)
        self.teams.append(Team(state, self._courier, self._installations))
        return self.teams[-1]

    # The server

    async def start(self, port: int = 0) -> None:
        """Listen; port 0 takes a free one.

        Raises `OSError` when the port is taken, and `ValueError` for a host that is not loopback.
        """
        if self._host not in {"127.0.0.1", "localhost"}:
            raise ValueError("the stand-in listens on loopback only")
        # What serves a socket ends when the socket is closed, so there is nothing to wait for at the end.
        self._runner = web.AppRunner(self.app, handle_signals=False, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, port)
        await site.start()
        for team in self.teams:
            team.state.base_url = f"http://{self._host}:{self._runner.addresses[0][1]}"
        self._courier.open()

    async def stop(self) -> None:
        """Close every connection and give up what was still to be delivered."""
        await self._courier.close()
        await self._sockets.close()
        await self._http.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self._log.close()

    async def __aenter__(self) -> "StandIn":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """Where the server is, without a slash at the end."""
        return self.workspace.base_url

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    @property
    def api_url(self) -> str:
        """The `base_url` for slack_sdk, with the slash that it needs."""
        return f"{self.url}/api/"

    @property
    def payloads(self) -> Payloads:
        """What Slack would send, for tests that send it otherwise."""
        return self._first.payloads

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[fence], client_max_size=LARGEST_BODY)
        api = WebApi(self._installations, self._sockets, self.trouble, self._log, self._activity)
        doors = Doors(self._installations, self.trouble, self._log, self._activity)
        app.router.add_route("*", "/api/{method}", api.handle)
        app.router.add_get("/link/", self._sockets.connect)
        app.add_routes(doors.routes())
        app.add_routes(ConsentPage(self._installations).routes())
        return app

    # What an app needs to know

    @property
    def bot_token(self) -> str:
        return self._first.bot_token

    @property
    def app_token(self) -> str:
        return self.installation.app_token

    @property
    def signing_secret(self) -> str:
        return self.installation.signing_secret

    @property
    def bot_user_id(self) -> str:
        return self.installation.bot_user_id

    @property
    def app_id(self) -> str:
        return self.installation.app_id

    @property
    def client_id(self) -> str:
        return self.installation.client_id

    @property
    def client_secret(self) -> str:
        return self.installation.client_secret

    @property
    def request_url(self) -> str | None:
        """Where the app takes payloads by HTTP; used while it has no socket open."""
        return self._http.request_url

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        self._http.request_url = url

    @property
    def is_reached(self) -> bool:
        """Whether what people do gets to the app: it has a socket open, or a request URL."""
        return self._sockets.is_open or self._http.is_open

    async def verify_request_url(self) -> bool:
        """Ask the app for the challenge, as Slack does when a request URL is saved."""
        return await self._http.verify(self._ids.secret("challenge"))

    # People and places

    def add_person(self, user: str, *, name: str, real_name: str = "", **account: Any) -> Actor:
        """See `Team.add_person`, as for what follows."""
        return self._first.add_person(user, name=name, real_name=real_name, **account)

    def person(self, user: str) -> Actor:
        """Somebody in any of the workspaces."""
        return self.team_of(user).person(user)

    def team_of(self, user: str) -> Team:
        """The workspace in which somebody was added. Raises `LookupError`."""
        found = next((team for team in self.teams if user in team), None)
        if found is None:
            raise LookupError(f"there is no {user}")
        return found

    @property
    def people(self) -> list[Actor]:
        return self._first.people

    def change_person(self, user: str, **changes: Any) -> None:
        self._first.change_person(user, **changes)

    def deactivate(self, user: str) -> None:
        self._first.deactivate(user)

    def add_channel(self, name: str, *, members: Sequence[str] = (), is_private: bool = False) -> str:
        return self._first.add_channel(name, members=members, is_private=is_private)

    def uninstall(self) -> None:
        self._first.uninstall()

    # Socket Mode's bad manners

    @property
    def connections(self) -> int:
        """How many sockets the app has open, ghosts among them."""
        return self._sockets.count

    async def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        """Say goodbye to every socket: `warning`, `refresh_requested`, `link_disabled`."""
        await self._sockets.disconnect(reason)

    def drop_sockets(self) -> None:
        """Break every socket without a goodbye."""
        self._sockets.drop()

    def add_ghost(self) -> None:
        """One more connection, of another process with the app's token: every payload that it gets in its turn is
        lost. Raises `ValueError` above ten connections."""
        self._sockets.add_ghost()

    def banish_ghosts(self) -> None:
        self._sockets.banish_ghosts()

    async def deliver(self, envelope_type: str, payload: Any) -> Receipt:
        """A payload as it is given, however odd, to the app."""
        return await self._courier.ask(envelope_type, payload)

    # Watching and waiting

    def observe(self, observer: Observer) -> Callable[[], None]:
        """See `Feed.observe`."""
        return self.feed.observe(observer)

    async def settled(self) -> None:
        """Wait until no payload is unanswered and no call is being served. An app that acknowledges first and
        works afterwards may still be at work then: wait for what it does with `until`."""
        await self._activity.idle()

    async def until(self, condition: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait until something is so, asked again whenever anything happens. Raises `TimeoutError`."""
        await self.feed.until(condition, seconds)

    async def connected(self, sockets: int = 1, seconds: float = 5.0) -> None:
        """Wait until the app has that many sockets open. Raises `TimeoutError`."""
        async with asyncio.timeout(seconds):
            await self._sockets.reached(sockets)
