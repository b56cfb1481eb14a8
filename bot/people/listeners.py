from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal, ReplaceModal
from bot.core.blocks import Block
from bot.core.calls import Call, number_of
from bot.core.deliveries import remember
from bot.core.editing import fingerprints
from bot.people import profile_views, uploads, views
from bot.people.forms import ProfileForm
from bot.people.model import Person
from bot.people.queries import blocked_by, find_person, levels_in_use, place_of, slack_id_of
from bot.people.roster_form import RosterForm
from bot.people.usecases import Profile, edit_profile, has_news, learn_profile, meet, profile_of
from bot.workspaces.creators import Creators


async def meet_caller(db: AsyncSession, call: Call, now: datetime) -> Person:
    """Whoever acts is stored, if they were not."""
    # A command only begins; what is pressed or sent writes, and must not write about somebody just erased.
    return await meet(db, call.team_id, call.user_id, now, hold=call.what in {"form", "action"})


async def find_caller(db: AsyncSession, call: Call, _now: datetime) -> Person | None:
    """Whoever only looks is not stored for it."""
    return await find_person(db, call.team_id, call.user_id)


async def change_user(db: AsyncSession, call: Call, known: Person | None, now: datetime) -> Answer:
    """Slack tells of every status of everybody in the workspace: for nearly all of them a look has to be enough.

    Only where there is something to write is it noted that this delivery was seen.
    """
    if known is None:
        return None
    user = call.payload["event"]["user"]
    if await has_news(db, known, user):
        await remember(db, call.keys, now)
        await db.refresh(known, with_for_update=True)
        await learn_profile(db, known, user)
    return None


async def begin_profile(db: AsyncSession, person: Person) -> Answer:
    return OpenModal(await _profile_form(db, person, await profile_of(db, person)))


async def submit_profile(db: AsyncSession, person: Person, form: ProfileForm, now: datetime) -> Answer:
    """Where some of it changed since the form was opened, the form comes back with what was typed, and says so."""
    said = Profile(**{field.name: getattr(form, field.name) for field in fields(Profile)})
    profile, merged = await edit_profile(db, person, said, form.opened_with, now)
    if merged.conflicts:
        notice = profile_views.changed_meanwhile(merged.conflicts)
        return ReplaceModal(await _profile_form(db, person, await profile_of(db, person), typed=form, notice=notice))
    return views.profile_saved(person, profile.manager, len(profile.blocked))


async def _profile_form(
    db: AsyncSession,
    person: Person,
    today: Mapping[str, Any],
    *,
    typed: ProfileForm | None = None,
    notice: Sequence[Block] = (),
) -> dict[str, Any]:
    place = await place_of(db, person.id)
    manager = await slack_id_of(db, person.manager_id)
    levels, blocked = await levels_in_use(db, person.team_id), await blocked_by(db, person.id)
    opened_with = fingerprints(today)
    return ProfileForm.modal(
        person, place, manager, levels, blocked, opened_with=opened_with, typed=typed, notice=notice
    )


async def begin_roster(person: Person, creators: Creators) -> Answer:
    if uploads.depends_on_slack(person, creators):
        return views.asking_slack()  # no refusal, which would undo that they have met the bot
    uploads.check_may_bring(person, creators)
    return OpenModal(RosterForm.modal())


async def submit_roster(
    db: AsyncSession, person: Person, form: RosterForm, creators: Creators, now: datetime
) -> Answer:
    await uploads.bring_roster(db, person, form.file_id, creators, now)
    return views.roster_taken()


async def import_roster(db: AsyncSession, person: Person, call: Call, creators: Creators) -> Answer:
    await uploads.confirm_import(db, person, number_of(call), creators)
    return views.roster_being_imported()


async def decline_roster(db: AsyncSession, person: Person, call: Call, creators: Creators) -> Answer:
    await uploads.decline_import(db, person, number_of(call), creators)
    return views.roster_declined()
