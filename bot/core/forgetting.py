"""Tidies up what the edge keeps only for a while."""

from bot.core.deliveries import forget
from bot.core.edge import Edge

AT_A_TIME = 1000


async def forget_old_deliveries(edge: Edge) -> bool:
    async with edge.transaction() as db:
        return await forget(db, edge.clock.now(), AT_A_TIME) == AT_A_TIME
