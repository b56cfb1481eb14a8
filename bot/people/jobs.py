import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import update

from bot.core.csv_files import UnreadableFile
from bot.core.edge import Edge
from bot.core.sentences import _
from bot.core.slack import FileTooBig, SlackProblem
from bot.core.slacks import Slacks
from bot.people import uploads
from bot.people.model import Person, RosterUpload
from bot.people.queries import profiles_due
from bot.people.rules.roster_file import MOST_IN_SLACK, RosterFile, read_roster
from bot.people.usecases import ASK_AGAIN, learn_profile

AT_A_TIME = 20
GONE: Mapping[str, Any] = {"deleted": True}

FILE_GONE = frozenset({"file_not_found", "file_deleted", "file: not at Slack", "download: status 404"})

log = structlog.get_logger()


async def learn_profiles(edge: Edge, slacks: Slacks, team_id: str) -> bool:
    """Asks Slack about people it has not been asked about: time zone, language, whether the account is active."""
    now = edge.clock.now()
    async with edge.transaction() as db:
        people = await profiles_due(db, team_id, now, AT_A_TIME)
        # Whoever else looks meanwhile passes them by; they come up again should this process die.
        for person in people:
            person.profile_due_at = now + ASK_AGAIN
    for person in people:
        try:
            told = await (await slacks.of(team_id)).call("users.info", user=person.slack_id, include_locale=True)
        except SlackProblem as problem:
            log.info("profile not learnt yet", person=person.id, problem=problem.code)
            if problem.retry_after is not None:
                await _ask_later(edge, team_id, now + timedelta(seconds=problem.retry_after))
                return False
            if problem.code != "user_not_found":
                if problem.final:  # such as somebody whom Slack does not show to the bot
                    await _ask_no_more(edge, person.id)
                continue
            told = {"user": GONE}
        if isinstance(user := told.get("user"), Mapping):
            async with edge.transaction() as db:
                await learn_profile(db, await db.get_one(Person, person.id, with_for_update=True), user)
    return len(people) == AT_A_TIME


async def _ask_no_more(edge: Edge, person_id: int) -> None:
    async with edge.transaction() as db:
        await db.execute(update(Person).where(Person.id == person_id).values(profile_due_at=None))


async def _ask_later(edge: Edge, team_id: str, moment: datetime) -> None:
    """Slack wants to be left alone: nobody is asked about before."""
    async with edge.transaction() as db:
        due = update(Person).where(Person.team_id == team_id, Person.profile_due_at.is_not(None))
        await db.execute(due.values(profile_due_at=moment))


async def forget_rosters(edge: Edge) -> bool:
    async with edge.transaction() as db:
        await uploads.forget_reports(db)
    return False


async def check_rosters(edge: Edge, slacks: Slacks, team_id: str) -> bool:
    """Sees to one roster file that somebody brought or had imported."""
    async with edge.transaction() as db:
        upload = await uploads.take_upload(db, team_id, edge.clock.now())
    if upload is None:
        return False
    try:
        await _use_file(edge, slacks, upload)
    except SlackProblem as problem:
        log.info("roster file not there yet", upload=upload.id, problem=problem.code)
        async with edge.transaction() as db:
            await uploads.put_off(db, upload.id, edge.clock.now(), problem.retry_after)
    except BaseException:  # a stop, too
        async with edge.transaction() as db:
            await uploads.give_back(db, upload.id)
        raise
    return True


async def _use_file(edge: Edge, slacks: Slacks, upload: RosterUpload) -> None:
    try:
        file = await _read(slacks, upload)
    except UnreadableFile as problem:
        async with edge.transaction() as db:
            await uploads.refuse_file(db, upload.id, problem.words, edge.clock.now())
        return
    async with edge.transaction() as db:
        await uploads.use_file(db, upload.id, file, edge.clock.now())


async def _read(slacks: Slacks, upload: RosterUpload) -> RosterFile:
    """Raises UnreadableFile, and SlackProblem where another try may help."""
    try:
        slack = await slacks.of(upload.team_id)
        content = await slack.download(upload.file_id, most=MOST_IN_SLACK)
    except FileTooBig:
        larger = _(
            "The file is larger than {size} MB, which is all that Slack takes in a form. Whoever looks after Flipside "
            "can also do it with: {command}"
        )
        raise UnreadableFile(larger, size=MOST_IN_SLACK // 1_000_000, command=uploads.COMMAND) from None
    except SlackProblem as problem:
        if problem.code not in FILE_GONE:
            raise
        raise UnreadableFile(_("The file is no longer in Slack. Please upload it again.")) from problem
    return await asyncio.to_thread(read_roster, content)
