from bot.core.edge import Edge
from bot.offers import usecases


async def finish_offers(edge: Edge) -> bool:
    async with edge.transaction() as db:
        return await usecases.finish_due_offers(db, edge.clock.now()) == usecases.AT_A_TIME
