"""What the bot is made of: the only file that knows every feature. `flipside` runs it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.couriers import Couriers
from bot.core.edge import Edge
from bot.core.forgetting import forget_old_deliveries
from bot.core.outbox import next_due_message
from bot.core.routing import Provided
from bot.core.slacks import Slacks
from bot.core.switchboard import Switchboard
from bot.core.ticker import Job
from bot.core.timed_work import jobs_in_turn
from bot.directory import routes as directory
from bot.enrolment import routes as enrolment
from bot.feedback import routes as feedback
from bot.matching import routes as matching
from bot.mixers import routes as mixers
from bot.nudges.usecases import derive_nudges
from bot.offers import routes as offers
from bot.offers.ending import follow_offers
from bot.offers.waiting import follow_vacancies
from bot.pairs import routes as pairs
from bot.pairs.usecases import follow_changed_people
from bot.people import routes as people
from bot.people.readers import ring_in_new_hours
from bot.people.ties import take_over_roster
from bot.privacy import routes as privacy
from bot.programs import routes as programs
from bot.programs.usecases import outdate_counts
from bot.requests import routes as requests
from bot.sessions import routes as sessions
from bot.sessions.planning import follow_pairs
from bot.settings import Settings
from bot.skills import routes as skills
from bot.status import routes as status
from bot.workspaces import routes as workspaces
from bot.workspaces.creators import Creators, creators_in
from bot.workspaces.usecases import welcome_workspace

# In rank: each knows those above it. Nudges have nothing that anybody types or presses.
FEATURES = (
    workspaces.ROUTES,
    people.ROUTES,
    skills.ROUTES,
    programs.ROUTES,
    enrolment.ROUTES,
    directory.ROUTES,
    mixers.ROUTES,
    pairs.ROUTES,
    offers.ROUTES,
    matching.ROUTES,
    requests.ROUTES,
    sessions.ROUTES,
    feedback.ROUTES,
    privacy.ROUTES,
    status.ROUTES,
)

# What follows from changes, in this order: each sees what those above it noted, and notes nothing that they follow.
RECONCILERS = (
    follow_offers,
    follow_changed_people,
    follow_vacancies,
    follow_pairs,
    derive_nudges,
    ring_in_new_hours,
    outdate_counts,
)


# What the clock's tick asks the features for, in this order, before what they have to say is delivered.
WORK = (
    "learn profiles",
    "check rosters",
    "forget rosters",
    "wake people",
    "settle programs",
    "finish sessions",
    "finish offers",
    "solve runs",
    "group mixers",
)


def switchboard(settings: Settings) -> Switchboard:
    """Raises OddRoutes."""
    return Switchboard(FEATURES, [creators(settings.program_creators)])


def creators(setting: Creators) -> Provided:
    return Provided("creators", Creators, lambda db, call, _now: creators_in(db, call.team_id, setting))


async def begin(db: AsyncSession, team_id: str, bot_user_id: str, now: datetime, enterprise_id: str) -> None:
    """At every start, once the bot knows where it is."""
    await welcome_workspace(db, team_id, bot_user_id, now, enterprise_id)
    await take_over_roster(db, team_id, now)


def jobs(edge: Edge, slacks: Slacks, couriers: Couriers) -> list[Job]:
    """In order; the playground finds in it what is due next. Raises OddWork."""
    work = {feature.feature: feature.work for feature in FEATURES}
    return [
        *jobs_in_turn(work, WORK, edge=edge, slacks=slacks),
        Job("deliver messages", couriers.deliver, next_due_message, couriers.with_messages),
        Job("rewrite cards", couriers.rewrite, None, couriers.with_cards),
        Job("forget deliveries", lambda: forget_old_deliveries(edge), None),
    ]
