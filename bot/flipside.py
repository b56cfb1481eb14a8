"""The running bot: reachable for Slack, and drained at a stop."""

from datetime import timedelta

import structlog

from bot.app import RECONCILERS, begin, jobs, switchboard
from bot.core.clock import Clock
from bot.core.couriers import Couriers
from bot.core.database import Database
from bot.core.depot import Depot
from bot.core.edge import Edge
from bot.core.pace import Pace
from bot.core.reception import Reception
from bot.core.slack import Connections
from bot.core.ticker import Ticker
from bot.doors.listening import PATIENCE, FrontDoor, Patience
from bot.doors.way_in import WayIn
from bot.letters import LETTERS
from bot.people.gate import SlackGate
from bot.people.readers import readership
from bot.settings import Door, Settings

log = structlog.get_logger()


class Flipside:
    """The running bot. `start` connects it, `stop` drains it; both in the loop that it was made in."""

    def __init__(self, settings: Settings, clock: Clock, patience: Patience = PATIENCE) -> None:
        self._settings = settings
        self.database = Database(settings.database_url)
        self.edge = Edge(self.database, clock, RECONCILERS)
        self._connections = Connections(settings.slack_api_url, settings.proxies)
        self.way_in = self._way_in()
        slacks = self.way_in.slacks
        reception = Reception(self.edge, switchboard(settings), SlackGate(self.edge, slacks))
        self._door = FrontDoor(reception, slacks, patience)
        self._door.open_on(self.way_in.app)
        self._is_ready = False
        self._couriers = Couriers(
            Depot(
                self.edge,
                slacks,
                LETTERS,
                readership,
                Pace(settings.outbox_per_second, settings.outbox_gap_seconds),
                lease=timedelta(seconds=settings.lease_seconds),
                attempts=settings.outbox_attempts,
            )
        )
        self.ticker = Ticker(settings.tick_seconds, jobs(self.edge, slacks, self._couriers))
        self.edge.start_work = self.ticker.tick_soon

    def _way_in(self) -> WayIn:
        """Each is imported where it is needed: the other's libraries take their time."""
        if self._settings.door is Door.HTTP:
            from bot.doors.many_workspaces import ManyWorkspaces

            return ManyWorkspaces(self._settings, self.database, self.edge, self._connections, begin)
        from bot.doors.one_workspace import OneWorkspace

        return OneWorkspace(self._settings, self.edge, self._connections, begin)

    async def start(self) -> None:
        """Returns once Slack can reach it. Raises SlackProblem, AppTokenRefused, CannotListen."""
        await self.way_in.start()
        self.ticker.start()
        self._is_ready = True
        log.info("ready")

    async def settled(self) -> None:
        """Waits until everything that is due by now has been done: calls answered, jobs run, messages sent."""
        await self._door.settled()
        await self.ticker.settled()

    @property
    def in_hand(self) -> int:
        """Calls being seen to right now."""
        return self._door.in_hand

    async def stop(self) -> None:
        """Nobody is left unanswered; what is in hand finishes, within the drain time; leases go back."""
        if self._is_ready:
            log.info("stopping")
        self._couriers.stop()
        await self.way_in.stop(self._settings.drain_seconds)
        await self._door.drain(self._settings.drain_seconds)
        await self.ticker.stop(self._settings.drain_seconds)
        await self._connections.close()
        await self.database.dispose()
        if self._is_ready:
            log.info("stopped")
