from bot.core.edge import Edge
from bot.offers import ending, usecases


async def finish_offers(edge: Edge) -> bool:
    async with edge.transaction() as db:
        if await usecases.finish_due_offers(db, edge.clock.now()) == usecases.AT_A_TIME:
            return True
    async with edge.transaction() as db:
        return await ending.withdraw_left_open(db, edge.clock.now())
