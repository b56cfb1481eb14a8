from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import changes
from bot.core.kinds import Address, post_to_many, send_again
from bot.core.outbox import Fate, newest, post
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.core.words import plainly
from bot.enrolment.model import Enrolment, EnrolmentState
from bot.mixers.grouping import can_come, messages, tell_called_off
from bot.mixers.kinds import MIXER_ANNOUNCED, MIXER_CALLED_OFF, MIXER_INVITED
from bot.mixers.model import Mixer, MixerGuest, MixerState
from bot.mixers.queries import guests_of
from bot.mixers.rules.groups import SIZES
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.queries import is_lead, programs_led_by
from bot.programs.rules.lifecycle import PUBLIC
from bot.programs.usecases import NotALead, lock_led_program

LONGEST = timedelta(days=90)

_WHY_NOT = {
    MixerState.GATHERING: _(
        "Sign-up for this mixer is over, and its groups are being made. /mentor mixer shows whether there's another."
    ),
    MixerState.GROUPED: _("The groups of this mixer are already made. /mentor mixer shows whether there's another."),
    MixerState.CALLED_OFF: _("This mixer was called off. /mentor mixer shows whether there's another."),
}


class MixerGone(Refusal):
    def __init__(self) -> None:
        super().__init__(_("I don't know this mixer any more. /mentor mixer shows those to come."))


class NotGathering(Refusal):
    def __init__(self, state: MixerState) -> None:
        super().__init__(_WHY_NOT[state])


class TellYourGroup(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("The groups are already made. Please tell yours that you can't come: I've opened a conversation for you.")
        )


class AwayThen(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "How nice that you'd like to come! You're on a break until after the groups are made, though. Type "
                "/mentor return to end it, then press the button again."
            )
        )


class NotOpenYet(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "A mixer belongs to a program that people can see, and yours is a draft. Type /mentor program to open "
                "it."
            )
        )


class NoChannelToAnnounceIn(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("The program has no channel, so there's nowhere to announce it. Choose one with /mentor program, Edit.")
        )


class BadMoment(Refusal):
    """Its text says what is wrong with the end of sign-up."""


class TooFewYet(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Fewer than {least} people can come so far, too few for a group. Give it more time, or call it off."),
            least=min(SIZES),
        )


async def programs_to_invite(db: AsyncSession, person: Person, name: str) -> Sequence[Program]:
    """The one that a lead means, or several for them to choose from. Raises NotALead, NotOpenYet."""
    led = await programs_led_by(db, person.id)
    if not led:
        raise NotALead
    public = [program for program in led if program.state in PUBLIC]
    if not public:
        raise NotOpenYet
    wanted = [program for program in public if plainly(program.name) == plainly(name)]
    return wanted if len(wanted) == 1 else public


async def program_to_invite(db: AsyncSession, person: Person, program_id: int) -> Program:
    """Locked. Raises NotALead, AlreadyClosed, NotOpenYet."""
    program = await lock_led_program(db, person, program_id)
    if program.state not in PUBLIC:
        raise NotOpenYet
    return program


async def invite(
    db: AsyncSession, person: Person, program_id: int, plan: str, until: datetime, now: datetime
) -> tuple[Mixer, Program, int]:
    """Announces a mixer in the program's channel; without one, each person with a place in it is written to.

    The last result is to how many. Raises BadMoment, and what `program_to_invite` raises.
    """
    program = await program_to_invite(db, person, program_id)
    if until <= now:
        raise BadMoment(_("Please choose a time that's still to come."), field="date")
    if until > now + LONGEST:
        raise BadMoment(_("Please choose a day within the next {days} days."), days=LONGEST.days, field="date")
    mixer = Mixer(program_id=program.id, asked_by=person.slack_id, plan=plan, gathers_until=until)
    db.add(mixer)
    await db.flush()
    if program.channel_id is None:
        return mixer, program, await _write_to_each(db, mixer, program, now)
    await post(db, messages(MIXER_ANNOUNCED, mixer, program, [program.channel_id], now), now)
    return mixer, program, 0


async def announce_again(db: AsyncSession, person: Person, mixer_id: int, now: datetime) -> tuple[Program, str, bool]:
    """At once where the announcement waits, anew where it was given up; in the channel that the program has now.

    Returns the program, the channel, and whether it has been announced there. Raises what `_lock_led` raises, and
    NothingToAnnounce.
    """
    mixer, program = await _lock_led(db, person, mixer_id, now)
    if program.channel_id is None:
        raise NoChannelToAnnounceIn
    last = await newest(db, MIXER_ANNOUNCED.name, mixer.id, program.channel_id)
    if last is not None and last.fate is Fate.SENT:
        return program, program.channel_id, True
    await send_again(db, MIXER_ANNOUNCED, Address(program.team_id, program.channel_id), mixer.id, now)
    return program, program.channel_id, False


async def _write_to_each(db: AsyncSession, mixer: Mixer, program: Program, now: datetime) -> int:
    guests = (
        select(Person.slack_id)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.program_id == program.id, Enrolment.state == EnrolmentState.ENROLLED, Person.is_active)
    )
    return await post_to_many(db, MIXER_INVITED, program.team_id, guests, mixer.id, now)


async def join(db: AsyncSession, person: Person, mixer_id: int, now: datetime) -> None:
    """Somebody would like to come; twice is as good as once. Raises MixerGone, NotGathering, AwayThen."""
    mixer = await _lock_gathering(db, person, mixer_id, now)
    if person.paused_until is not None and person.paused_until > mixer.gathers_until:
        raise AwayThen
    if await db.get(MixerGuest, (mixer.id, person.id)) is None:
        db.add(MixerGuest(mixer_id=mixer.id, person_id=person.id))
        await db.flush()


async def leave(db: AsyncSession, person: Person, mixer_id: int, now: datetime) -> None:
    """Somebody cannot come after all. Raises MixerGone, NotGathering, TellYourGroup."""
    guest = await db.get(MixerGuest, (mixer_id, person.id), populate_existing=True)
    if guest is not None and guest.table is not None:
        raise TellYourGroup
    mixer = await _lock_gathering(db, person, mixer_id, now)
    await db.execute(delete(MixerGuest).where(MixerGuest.mixer_id == mixer.id, MixerGuest.person_id == person.id))


async def group_now(db: AsyncSession, person: Person, mixer_id: int, now: datetime) -> Program:
    """Ends sign-up; a job makes the groups. Raises TooFewYet, and what `_lock_led` raises."""
    mixer, program = await _lock_led(db, person, mixer_id, now)
    if len([guest for guest in await guests_of(db, mixer.id) if can_come(guest, now)]) < min(SIZES):
        raise TooFewYet
    mixer.gathers_until = now
    changes(db).work_is_due = True
    return program


async def call_off(db: AsyncSession, person: Person, mixer_id: int, now: datetime) -> Program:
    """Tells everybody who would have come, and the other leads. Raises what `_lock_led` raises."""
    mixer, program = await _lock_led(db, person, mixer_id, now)
    await tell_called_off(db, mixer, program, MIXER_CALLED_OFF, now, knows=person.slack_id)
    return program


async def _lock_gathering(db: AsyncSession, person: Person, mixer_id: int, now: datetime) -> Mixer:
    """A mixer of the person's workspace that can be joined, locked. Raises MixerGone, NotGathering."""
    mixer = await db.get(Mixer, mixer_id, with_for_update=True, populate_existing=True)
    program = await db.get(Program, mixer.program_id) if mixer else None
    if mixer is None or program is None or program.team_id != person.team_id:
        raise MixerGone
    if program.state not in PUBLIC:
        raise NotGathering(MixerState.CALLED_OFF)
    if mixer.state is not MixerState.GATHERING or mixer.gathers_until <= now or mixer.leased_until is not None:
        raise NotGathering(mixer.state)
    return mixer


async def _lock_led(db: AsyncSession, person: Person, mixer_id: int, now: datetime) -> tuple[Mixer, Program]:
    """For a lead's button. Raises MixerGone, NotALead, NotGathering."""
    mixer = await _lock_gathering(db, person, mixer_id, now)
    if not await is_lead(db, mixer.program_id, person.id):
        raise NotALead
    return mixer, await db.get_one(Program, mixer.program_id)
