"""A second program and a second workspace beside the office's own: what happens in one is none of the other's."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot.core.outbox import OutboxRow
from bot.enrolment.model import Role
from bot.enrolment.usecases import SignUp, sign_up
from bot.pairs.model import Pair
from bot.pairs.rules.lifecycle import PairState
from bot.pairs.usecases import start_pairs
from bot.people.model import Person
from bot.people.usecases import meet
from bot.programs.rules.cadence import Cadence
from bot.programs.usecases import NewProgram, create_program
from tests.office import Office


@dataclass(frozen=True)
class Beside:
    """In `program_id` Maya mentors Wei, and Lena leads it, too; in `far_program_id` strangers of T2 are a pair."""

    program_id: int
    pair_id: int
    far_program_id: int
    far_pair_id: int
    far_lead: int
    far_mentor: int


async def opened_beside(office: Office) -> Beside:
    now = office.clock.now()
    async with office.edge.transaction() as db:
        people = [await db.get_one(Person, office.ids[handle]) for handle in ("lena", "maya", "wei")]
        far = [await meet(db, "T2", slack_id, now) for slack_id in ("U0LENA", "U0FAR", "U0AWAY")]
        made: list[int] = []
        for team, name, (lead, mentor, mentee) in (("T1", "Sunrise", people), ("T2", "Far away", far)):
            rules = NewProgram(name, "A need.", Cadence.WEEKLY, 60, [lead.slack_id], None)
            program = await create_program(db, lead, team, rules, "everyone", now)
            for person, role, level in ((mentor, Role.MENTOR, 2), (mentee, Role.MENTEE, 6)):
                said = SignUp(program.id, role, level, "Sales", ["ai-ethics"], ["ai-ethics"], 1)
                await sign_up(db, person, said, now)
            (pair,) = await start_pairs(db, program, [(mentor.id, mentee.id)], now)
            made += [program.id, pair.id]
        program_id, pair_id, far_program_id, far_pair_id = made
        return Beside(program_id, pair_id, far_program_id, far_pair_id, far[0].id, far[1].id)


async def told(office: Office, kind: str) -> list[tuple[str, str]]:
    """Workspace and recipient of all messages of that kind, delivered or not."""
    async with office.edge.transaction() as db:
        rows = await db.scalars(select(OutboxRow).where(OutboxRow.kind == kind))
        return sorted((row.team_id, row.recipient) for row in rows)


async def running(office: Office) -> Sequence[int]:
    """Ids, of the office's own pair and of those that came after it."""
    async with office.edge.transaction() as db:
        active = select(Pair.id).where(Pair.id >= office.pair_id, Pair.state == PairState.ACTIVE)
        return (await db.scalars(active.order_by(Pair.id))).all()
