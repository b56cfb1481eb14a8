"""The stand-in as a whole: a workspace with people in it, and a server that an app takes for Slack."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from aiohttp import web

from bot.playground.slack.call_log import CallLog
from bot.playground.slack.conversations import ChannelKind
from bot.playground.slack.delivery import Courier, Receipt
from bot.playground.slack.delivery.activity import Activity
from bot.playground.slack.delivery.signed_http import SignedHttp
from bot.playground.slack.delivery.sockets import Sockets
from bot.playground.slack.doors import Doors
from bot.playground.slack.events import Events
from bot.playground.slack.feed import Feed, Observer
from bot.playground.slack.fence import fence
from bot.playground.slack.manifest import Manifest
from bot.playground.slack.members import Member
from bot.playground.slack.payloads import Payloads
from bot.playground.slack.person import Actor
from bot.playground.slack.trouble import Mishaps
from bot.playground.slack.webapi import WebApi
from bot.playground.slack.workspace import InstalledApp, WorkspaceState

RETRY_DELAYS = (
    0.0,
    60.0,
    300.0,
)  # seconds: at once, after a minute, after five; Slack's guide to the Events API
ACK_TIMEOUT = 3.0  # seconds; the same guide
ELSEWHERE = "T0ELSEWHERE"  # the workspace of strangers for whom nothing else is said
LARGEST_BODY = 64 * 1024**2  # bytes, of an upload


class StandIn:
    """A workspace with one app in it.

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
        self.installation = InstalledApp(team_id, team_name)
        self.workspace = WorkspaceState(Manifest.read(manifest), self.installation, now, self.feed, self.trouble)
        self._host = host
        self._log = CallLog(call_log)
        self._activity = Activity()
        ids, at = self.workspace.ids, self.installation
        self._sockets = Sockets(at.app_id, ids, self.trouble, ack_timeout)
        self._http = SignedHttp(at.signing_secret, self.trouble, ack_timeout)
        self._courier = Courier(
            sockets=self._sockets,
            http=self._http,
            feed=self.feed,
            ids=ids,
            activity=self._activity,
            retry_delays=retry_delays,
        )
        self._payloads = Payloads(self.workspace)
        self.events = Events(self.workspace, self._courier, self._payloads)
        self._people: dict[str, Actor] = {}
        self._runner: web.AppRunner | None = None
        self.app = self._application()

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
        self.workspace.base_url = f"http://{self._host}:{self._runner.addresses[0][1]}"
        self._courier.open()
        self.events.is_running = True

    async def stop(self) -> None:
        """Close every connection and give up what was still to be delivered."""
        self.events.is_running = False
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
        return self._payloads

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[fence], client_max_size=LARGEST_BODY)
        api = WebApi(self.workspace, self._sockets, self.trouble, self._log, self._activity)
        doors = Doors(self.workspace, self.trouble, self._log, self._activity)
        app.router.add_route("*", "/api/{method}", api.handle)
        app.router.add_get("/link/", self._sockets.connect)
        app.add_routes(doors.routes())
        return app

    # What an app needs to know

    @property
    def bot_token(self) -> str:
        return self.installation.bot_token

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

    async def verify_request_url(self) -> bool:
        """Ask the app for the challenge, as Slack does when a request URL is saved."""
        return await self._http.verify(self.workspace.ids.secret("challenge"))

    # People and places

    def add_person(self, user: str, *, name: str, real_name: str = "", **account: Any) -> Actor:
        """A new account; `account` takes the fields of `Member`, such as tz, locale, title, email, is_bot.

        Somebody with `is_stranger`, or with a `team_id` of their own, is a person of another workspace. Apps that
        subscribe to `team_join` hear of everybody else.
        """
        home = self.installation.team_id
        team_id = account.pop("team_id", ELSEWHERE if account.get("is_stranger") else home)
        account["is_stranger"] = team_id != home
        member = Member(id=user, team_id=team_id, name=name, real_name=real_name or name, **account)
        self.workspace.members[user] = member
        self._people[user] = Actor(user, self.workspace, self._courier, self._payloads, self.events)
        self.workspace.change_member(user)
        if not member.is_stranger:
            self.events.user("team_join", user)
        return self._people[user]

    def person(self, user: str) -> Actor:
        return self._people[user]

    @property
    def people(self) -> list[Actor]:
        """Everybody who was added, in that order."""
        return list(self._people.values())

    def change_person(self, user: str, **changes: Any) -> None:
        """Change fields of somebody's account; apps that subscribe to `user_change` hear of it."""
        self.workspace.change_member(user, **changes)
        self.events.user("user_change", user)

    def deactivate(self, user: str) -> None:
        self.change_person(user, deleted=True)

    def add_channel(self, name: str, *, members: Sequence[str] = (), is_private: bool = False) -> str:
        """The id of a new channel with these members; the app is one only if its id is among them."""
        if name in {c.name for c in self.workspace.conversations.values()}:
            raise ValueError(f"there is a channel {name!r} already")
        kind = ChannelKind.PRIVATE if is_private else ChannelKind.PUBLIC
        creator = members[0] if members else "USLACKBOT"
        return self.workspace.add_conversation(kind, members, creator, name).id

    def uninstall(self) -> None:
        """Take the app out of the workspace: its token answers `account_inactive` from now on."""
        self.events.uninstalled()
        self.workspace.uninstall()

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
