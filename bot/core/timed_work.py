"""Work that a feature does by the clock: written down on its page, made into jobs in one order for all."""

import inspect
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.edge import Edge
from bot.core.ticker import Job, NextDue

Lanes = Callable[[AsyncSession, datetime], Awaitable[Collection[str]]]

LANE = "team_id"  # what work that is done in each workspace for itself gets beside the rest


class OddWork(Exception):
    """Says all that is wrong with the work, a line each."""


@dataclass(frozen=True)
class TimedWork:
    """`run` gets by name what it needs; of what it can do without, nothing.

    With `lanes`, which finds the workspaces in which there is work now, it gets one of them as `team_id`. The rest is
    as in Job.
    """

    name: str
    run: Callable[..., Awaitable[bool]]
    next_due: NextDue | None = None
    lanes: Lanes | None = None

    @property
    def needs(self) -> list[str]:
        parameters = inspect.signature(self.run).parameters.values()
        named = [one.name for one in parameters if one.default is one.empty]
        return [name for name in named if self.lanes is None or name != LANE]

    def job(self, at_hand: Mapping[str, object]) -> Job:
        given = {name: at_hand[name] for name in self.needs}
        if (find := self.lanes) is None:
            return Job(self.name, lambda: self.run(**given), self.next_due)
        edge = at_hand["edge"]
        assert isinstance(edge, Edge)

        async def lanes() -> Collection[str]:
            async with edge.transaction() as db:
                return await find(db, edge.clock.now())

        return Job(self.name, lambda team_id: self.run(**given, team_id=team_id), self.next_due, lanes)


def jobs_in_turn(work: Mapping[str, Sequence[TimedWork]], turn: Sequence[str], **at_hand: object) -> list[Job]:
    """Of each feature's work, in that order of names. Raises OddWork: none is left out, or done twice."""
    odd: list[str] = []
    found: dict[str, tuple[str, TimedWork]] = {}
    for feature, works in work.items():
        for one in works:
            if one.name in found:
                odd.append(f"{feature}: the work “{one.name}” is in {found[one.name][0]} already.")
            if one.name not in turn:
                odd.append(f"{feature}: the work “{one.name}” has no place in the order, so nobody would do it.")
            lacking = [name for name in one.needs if name not in at_hand]
            odd += [f"{feature}: the work “{one.name}” asks for “{name}”, which nobody provides." for name in lacking]
            found[one.name] = feature, one
    odd += [f"The order names the work “{name}” twice." for name in dict.fromkeys(turn) if turn.count(name) > 1]
    odd += [f"The order names the work “{name}”, which is in no feature." for name in turn if name not in found]
    if odd:
        raise OddWork("\n".join(odd))
    return [found[name][1].job(at_hand) for name in turn]
