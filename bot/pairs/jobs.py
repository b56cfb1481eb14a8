from bot.core.edge import Edge
from bot.pairs import absences, settling


async def settle_programs(edge: Edge) -> bool:
    async with edge.transaction() as db:
        return await settling.go_on_settling(db, edge.clock.now())


async def wake_people(edge: Edge) -> bool:
    async with edge.transaction() as db:
        return await absences.wake_people(db, edge.clock.now()) == absences.AT_A_TIME
