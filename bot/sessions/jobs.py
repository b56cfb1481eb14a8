from bot.core.edge import Edge
from bot.core.pieces import PIECE
from bot.sessions.usecases import finish_past_sessions


async def finish_sessions(edge: Edge) -> bool:
    async with edge.transaction() as db:
        return await finish_past_sessions(db, edge.clock.now(), PIECE) == PIECE
