from bot.core.edge import Edge
from bot.sessions.usecases import PAST_AT_A_TIME, finish_past_sessions


async def finish_sessions(edge: Edge) -> bool:
    async with edge.transaction() as db:
        return await finish_past_sessions(db, edge.clock.now()) == PAST_AT_A_TIME
