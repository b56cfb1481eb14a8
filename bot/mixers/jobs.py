import asyncio

from bot.core.edge import Edge
from bot.mixers import grouping


async def group_due_mixer(edge: Edge) -> bool:
    """Makes the groups of one mixer. They are worked out in a thread, while no transaction is open."""
    async with edge.transaction() as db:
        gathered = await grouping.take_due_mixer(db, edge.clock.now())
    if gathered is None:
        return False
    groups, repeats = await asyncio.to_thread(grouping.make_groups, gathered)
    async with edge.transaction() as db:
        await grouping.store_groups(db, gathered.mixer_id, groups, repeats, edge.clock.now())
    return True
