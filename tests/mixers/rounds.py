"""What tests of mixers do over and over, in an office."""

import asyncio
from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.outbox import OutboxRow
from bot.mixers import jobs
from bot.mixers.model import Mixer, MixerGuest
from bot.mixers.queries import Invitation, invitations
from bot.mixers.usecases import (
    group_now,
    invite,
    join,
)
from bot.pairs.usecases import move_program_on
from bot.people.model import Person
from bot.programs.rules.lifecycle import ProgramState
from tests.office import Office

T = TypeVar("T")

WEEK = timedelta(days=7)
EVERYBODY = ("maya", "zoe", "henrik", "wei", "oscar", "lena")


async def invited(office: Office, until: datetime | None = None) -> int:
    until = until or office.clock.now() + WEEK

    async def invites(db: AsyncSession, lena: Person) -> int:
        mixer, _, _ = await invite(db, lena, office.program_id, "Thursday, canteen", until, office.clock.now())
        return mixer.id

    return await office.does("lena", invites)


async def joins(office: Office, mixer_id: int, *handles: str) -> None:
    for handle in handles:
        await office.does(handle, lambda db, one: join(db, one, mixer_id, office.clock.now()))


async def groups(office: Office, mixer_id: int) -> None:
    """The lead does not wait for the end of sign-up."""
    await office.does("lena", lambda db, lena: group_now(db, lena, mixer_id, office.clock.now()))
    assert await jobs.group_due_mixer(office.edge)


async def mixer(office: Office, mixer_id: int) -> Mixer:
    async with office.edge.transaction() as db:
        return await db.get_one(Mixer, mixer_id)


async def tables(office: Office, mixer_id: int) -> dict[int, int | None]:
    """Where each person sits."""
    async with office.edge.transaction() as db:
        guests = (await db.scalars(select(MixerGuest).where(MixerGuest.mixer_id == mixer_id))).all()
    return {guest.person_id: guest.table for guest in guests}


async def told(office: Office, kind: str) -> list[str]:
    async with office.edge.transaction() as db:
        found = await db.scalars(select(OutboxRow.recipient).where(OutboxRow.kind == kind))
        return sorted(found.all())


async def seen_by(office: Office, handle: str) -> list[Invitation]:
    return await office.does(handle, lambda db, one: invitations(db, one, office.clock.now()))


async def takes_a_break(office: Office, handle: str, until: datetime) -> None:
    async def takes(_: AsyncSession, one: Person) -> None:
        one.paused_until = until

    await office.does(handle, takes)


async def closes(office: Office) -> None:
    async def close(db: AsyncSession, lena: Person) -> None:
        await move_program_on(db, lena, office.program_id, ProgramState.CLOSED, office.clock.now())

    await office.does("lena", close)


async def refusals(*deeds: Awaitable[T]) -> list[str]:
    ends = await asyncio.gather(*deeds, return_exceptions=True)
    return sorted(type(end).__name__ for end in ends if end is not None)
