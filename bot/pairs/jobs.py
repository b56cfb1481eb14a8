from bot.core.edge import Edge
from bot.pairs import absences


async def wake_people(edge: Edge) -> bool:
    async with edge.transaction() as db:
        return await absences.wake_people(db, edge.clock.now()) == absences.AT_A_TIME
