"""Robin, about whom something is stored in every table that can hold something about somebody."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.core.deliveries import remember
from bot.core.editing import fingerprints
from bot.core.kinds import Address
from bot.core.outbox import post
from bot.core.outcomes import Conversation
from bot.core.sentences import ONE_BY_ONE, _, chained
from bot.enrolment.kinds import SIGNED_UP
from bot.enrolment.model import Role
from bot.enrolment.usecases import SignUp, sign_up
from bot.feedback.rules.verdict import TookPlace
from bot.feedback.usecases import answer_check_in
from bot.matching.search.engine.model import Certificate, Unmatched
from bot.matching.search.engine.model import ProposedPair as Found
from bot.matching.search.results import add_results, begin_results, finish_run
from bot.matching.search.usecases import ask_for_proposals
from bot.mixers.model import Mixer, MixerGuest, MixerState
from bot.offers.model import Forbidden, Reply
from bot.offers.usecases import Couple, answer_offer, make_offers
from bot.pairs.usecases import start_pairs
from bot.people.model import Block, Person, RosterEntry, RosterUpload, UploadState
from bot.people.usecases import meet
from bot.privacy.usecases import ask_for_export
from bot.programs.model import Entry, Owner, Program
from bot.programs.rules.cadence import Cadence
from bot.programs.usecases import NewProgram, create_program, edit_program, values_of
from bot.requests.usecases import ask_somebody
from bot.sessions.model import Session
from bot.sessions.usecases import finish_past_sessions, post_agenda, propose_topic
from bot.skills.usecases import describe_skills
from bot.workspaces.creators import name_creators
from bot.workspaces.usecases import install
from tests.office import Office
from tests.workspaces.installing import KEYS, installed

SLACK_ID, EMAIL, ZONE, LOCALE = "U0ROBIN", "robin@acme.example", "Pacific/Chatham", "mi-NZ"
WORD = "quokka"  # is in everything that Robin typed
MARKS = (SLACK_ID, EMAIL, ZONE, "Pacific/Apia", LOCALE, WORD)
PARTNERS_SECRET = "Wei's own wish"

# Tables in which nothing can be about one person, and why.
NOTHING_PERSONAL = {
    "program_counts": "numbers",
    "outbox_gate": "a number",
    "added_skills": "names of skills; who added one is not stored",
}


async def robin_does_everything(office: Office) -> None:
    """They lead two programs with Lena, mentor Wei in one, apply to the other, and bring a roster."""
    async with office.edge.transaction() as db:
        await install(db, KEYS, installed("T1", installer_id=SLACK_ID), office.clock.now())
        await name_creators(db, "T1", SLACK_ID, ["U0ZOE", SLACK_ID])
        office.ids["robin"] = (await meet(db, "T1", SLACK_ID, office.clock.now())).id
    await _introduces_themselves(office)
    await _leads(office)
    await _joins(office)
    await _meets_wei(office)
    await _is_offered_a_pair(office)
    await _asks_somebody(office)
    await _asks_for_matches(office)
    await _comes_to_a_mixer(office)
    await _is_in_the_roster(office)
    await _is_written_to(office)


async def _introduces_themselves(office: Office) -> None:
    async with office.edge.transaction() as db:
        robin = await db.get_one(Person, office.ids["robin"])
        robin.slack_tz, robin.own_tz = "Pacific/Apia", ZONE
        robin.tz, robin.locale, robin.languages, robin.is_admin = ZONE, LOCALE, ["mi"], True
        robin.level, robin.department, robin.location = 3, f"Care of {WORD}s", f"{WORD} island"
        robin.work_starts, robin.work_ends, robin.work_days = 7, 12, "12"
        robin.about, robin.manager_id = f"I keep a {WORD}.", office.ids["henrik"]
        (await db.get_one(Person, office.ids["zoe"])).manager_id = robin.id
        db.add(Block(person_id=robin.id, other_id=office.ids["oscar"]))
        db.add(Block(person_id=office.ids["henrik"], other_id=robin.id))


async def _leads(office: Office) -> None:
    now = office.clock.now()
    async with office.edge.transaction() as db:
        lena, robin = [await db.get_one(Person, office.ids[handle]) for handle in ("lena", "robin")]
        rules = NewProgram("Few places", "A need.", Cadence.WEEKLY, 60, [SLACK_ID], None)
        few = await create_program(db, lena, "T1", rules, "everyone", now)
        few.entry, few.questions = Entry.APPLICATION, ["Why?"]
        office.ids["few"] = few.id
        program = await db.get_one(Program, office.program_id)
        today = await values_of(db, program, ["leads", "agenda_owner"])
        await edit_program(db, lena, program.id, {"leads": ["U0LENA", SLACK_ID]}, fingerprints(today), now)
    async with office.edge.transaction() as db:
        robin = await db.get_one(Person, robin.id)
        today = await values_of(db, await db.get_one(Program, office.program_id), ["need"])
        await edit_program(db, robin, office.program_id, {"need": "Another need."}, fingerprints(today), now)


async def _joins(office: Office) -> None:
    now = office.clock.now()
    answers = [f"For the {WORD}s."]
    async with office.edge.transaction() as db:
        robin = await db.get_one(Person, office.ids["robin"])
        said = SignUp(office.program_id, Role.MENTOR, None, None, ["ai-ethics"], ["agile"], 2)
        await sign_up(db, robin, said, now)
        applied = SignUp(office.ids["few"], Role.MENTEE, None, None, ["ai-ethics"], ["agile"], 1, answers=answers)
        await sign_up(db, robin, applied, now)
        await describe_skills(db, robin.id, {"ai-ethics": 5}, {"agile": f"Where is the {WORD}?"}, None)
        await describe_skills(db, office.ids["wei"], {}, {"ai-ethics": PARTNERS_SECRET}, None)


async def _meets_wei(office: Office) -> None:
    """One session held, of which both said so, and one to come. The agenda changed hands in between."""
    async with office.edge.transaction() as db:
        program = await db.get_one(Program, office.program_id)
        couple = (office.ids["robin"], office.ids["wei"])
        (pair,) = await start_pairs(db, program, [couple], office.clock.now())
        office.ids["pair"] = pair.id
    await _writes(office, "robin", "wei")
    async with office.edge.transaction() as db:
        session = (await db.scalars(select(Session).where(Session.pair_id == office.ids["pair"]))).one()
        office.clock.turn_to(session.ends_at)
        await finish_past_sessions(db, office.clock.now())
    async with office.edge.transaction() as db:
        for handle in ("robin", "wei"):
            person = await db.get_one(Person, office.ids[handle])
            await answer_check_in(db, person, session.id, TookPlace.YES, office.clock.now())
        (await db.get_one(Program, office.program_id)).agenda_owner = Owner.MENTEE
    await _writes(office, "wei", "robin")


async def _writes(office: Office, owner: str, other: str) -> None:
    async with office.edge.transaction() as db:
        sessions = await db.scalars(
            select(Session.id).where(Session.pair_id == office.ids["pair"]).order_by(Session.id)
        )
        session_id, now = sessions.all()[-1], office.clock.now()
        by, to = [await db.get_one(Person, office.ids[handle]) for handle in (owner, other)]
        await post_agenda(db, by, session_id, f"Robin's {WORD}, by {owner}", now)
        await propose_topic(db, to, session_id, f"Robin's {WORD}, by {other}", now)


async def _is_offered_a_pair(office: Office) -> None:
    """Robin has accepted, and Henrik declined, which is nobody's business but his."""
    reasons = {"wishes": [["ai-ethics", 1, 5]], "wished": 1, "returned": [], "languages": [], "gap": 3}
    now = office.clock.now()
    async with office.edge.transaction() as db:
        robin, henrik = [await db.get_one(Person, office.ids[handle]) for handle in ("robin", "henrik")]
        program = await db.get_one(Program, office.program_id)
        (offer,) = await make_offers(db, program, [Couple(robin, henrik, 80, reasons)], now)
    office.ids["offer"] = offer.id
    for handle, answer in (("henrik", Reply.NO), ("robin", Reply.YES)):
        async with office.edge.transaction() as db:
            person = await db.get_one(Person, office.ids[handle])
            await answer_offer(db, person, offer.id, answer, now)


async def _asks_somebody(office: Office) -> None:
    """Robin asks Sana in another program; what they wrote is still waiting."""
    now = office.clock.now()
    async with office.edge.transaction() as db:
        lena, robin = [await db.get_one(Person, office.ids[handle]) for handle in ("lena", "robin")]
        rules = NewProgram("Side by side", "A need.", Cadence.WEEKLY, 60, ["U0LENA"], None)
        program = await create_program(db, lena, "T1", rules, "everyone", now)
        program.self_chosen = True
        sana = await meet(db, "T1", "U0SANA", now)
        for person, role, level in ((robin, Role.MENTOR, None), (sana, Role.MENTEE, 6)):
            said = SignUp(program.id, role, level, None, ["ai-ethics"], ["agile"], 1)
            await sign_up(db, person, said, now)
        await db.flush()
        robin.work_starts, robin.work_ends, robin.work_days, robin.tz = 9, 17, "01234", "UTC"
        await ask_somebody(db, robin, program.id, "U0SANA", f"Let us find a {WORD}.", now)
        robin.work_starts, robin.work_ends, robin.work_days, robin.tz = 7, 12, "12", ZONE


async def _asks_for_matches(office: Office) -> None:
    now = office.clock.now()
    for program_id in (office.program_id, office.ids["few"]):
        async with office.edge.transaction() as db:
            robin = await db.get_one(Person, office.ids["robin"])
            run = await ask_for_proposals(db, robin, program_id, now)
            await db.flush()
            if program_id == office.program_id:  # the other is still being worked on
                robins, henriks = office.ids["robin"], office.ids["henrik"]
                await begin_results(db, run.id, Certificate(1, 1, 50, 0, 50, 50, 1, 1, 1), [], now)
                found: list[Found | Unmatched] = [
                    Found(robins, henriks, 50, {"gap": 3}),
                    Unmatched(robins, "mentee", fitting=1),
                ]
                await add_results(db, run.id, found)
                await finish_run(db, run.id, {"mentee": 1}, now)
                db.add(Forbidden(program_id=program_id, mentor_id=robins, mentee_id=henriks))


async def _comes_to_a_mixer(office: Office) -> None:
    async with office.edge.transaction() as db:
        for asked_by, state in ((SLACK_ID, MixerState.GATHERING), (SLACK_ID, MixerState.GROUPED)):
            mixer = Mixer(
                program_id=office.program_id,
                asked_by=asked_by,
                plan="Thursday at noon",
                gathers_until=office.clock.now() + timedelta(days=2),
                state=state,
            )
            db.add(mixer)
            await db.flush()
            for handle in ("robin", "zoe", "oscar"):
                db.add(MixerGuest(mixer_id=mixer.id, person_id=office.ids[handle], table=1))


async def _is_in_the_roster(office: Office) -> None:
    now = office.clock.now()
    async with office.edge.transaction() as db:
        entry = RosterEntry(team_id="T1", email=EMAIL, level=3, department=f"{WORD}s", location=WORD)
        entry.person_id = office.ids["robin"]
        db.add(entry)
        await db.flush()
        db.add(RosterEntry(team_id="T1", email="zoe@acme.example", level=2, manager_id=entry.id))
        described = chained(ONE_BY_ONE, [EMAIL, WORD])
        line = _("new: {person}").given({"person": described}).stored()
        named = {"summary": "2 new", "lines": [f"line 2: {EMAIL}", line, "line 3: zoe@acme.example"]}
        for asked_by in (SLACK_ID, "U0LENA"):
            upload = RosterUpload(team_id="T1", file_id="F1", asked_by=asked_by, asked_at=now, report=named)
            upload.state = UploadState.CHECKED
            db.add(upload)


async def _is_written_to(office: Office) -> None:
    now = office.clock.now()
    async with office.edge.transaction() as db:
        robin = await db.get_one(Person, office.ids["robin"])
        robin.paused_until = now + timedelta(days=3)
        await ask_for_export(db, robin, now)
        await remember(db, (f"view:T1:{SLACK_ID}:post_agenda:V1:h1", "view:T1:U0ROBINSON:post_agenda:V2:h2"), now)
        for members in (SLACK_ID, f"{SLACK_ID},U0WEI", "U0ROBINSON"):
            db.add(Conversation(team_id="T1", members=members, channel_id=f"D{len(members)}"))
        group = SIGNED_UP.to(Address("T1", f"U0OSCAR,{SLACK_ID},U0ZOE"), 1, due=now)
        about = replace(SIGNED_UP.to(Address("T1", "U0LENA"), 1, due=now), key=f"about:{SLACK_ID}:U0LENA")
        await post(db, [group, about], now)
