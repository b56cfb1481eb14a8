"""The whole bot put together. The only file that knows every feature."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.calls import Call, Routes
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.edge import Edge
from bot.core.forgetting import forget_old_deliveries
from bot.core.listening import FrontDoor
from bot.core.postman import Kind, Postman
from bot.core.reception import Reception
from bot.core.slack import Slack, SlackProblem
from bot.core.socket_mode import SocketMode
from bot.core.telemetry import bolt_logger
from bot.core.ticker import Ticker
from bot.directory import listeners as directory
from bot.directory.views import CHOICES, TURNS, MergeForm
from bot.enrolment import jobs as enrolment_jobs
from bot.enrolment import listeners as enrolment
from bot.enrolment.forms import SignupForm, SkillsForm
from bot.feedback import listeners as feedback
from bot.matching import jobs as matching_jobs
from bot.matching import listeners as matching
from bot.mixers import jobs as mixer_jobs
from bot.mixers import listeners as mixers
from bot.mixers.forms import MixerForm
from bot.nudges import jobs as nudge_jobs
from bot.nudges.usecases import derive_nudges
from bot.pairs import jobs as pair_jobs
from bot.pairs import listeners as pairs
from bot.pairs.usecases import follow_changed_people
from bot.pairs.views import BreakForm, LeaveForm
from bot.people import jobs as people_jobs
from bot.people import listeners as people
from bot.people.forms import ProfileForm, RosterForm
from bot.people.model import Person
from bot.people.ties import take_over_roster
from bot.people.usecases import meet
from bot.privacy import jobs as privacy_jobs
from bot.privacy import listeners as privacy
from bot.programs import jobs as program_jobs
from bot.programs import listeners as programs
from bot.programs.forms import BasicsForm, ProgramForm
from bot.programs.rule_forms import EntryForm, RulesForm
from bot.programs.usecases import outdate_counts
from bot.sessions import jobs as session_jobs
from bot.sessions import listeners as sessions
from bot.sessions.planning import follow_pairs
from bot.sessions.views import AgendaForm, MoveForm, TopicForm
from bot.settings import Settings
from bot.skills import listeners as skills
from bot.skills.views import DiscoveryForm, WishesForm
from bot.status import listeners as status
from bot.workspaces.usecases import welcome_workspace

COMMAND = "/mentor"

# What follows from a change, in this order: each sees the results of those above it.
RECONCILERS = (follow_changed_people, follow_pairs, derive_nudges, outdate_counts)

KINDS = {
    "roster_checked": Kind(people_jobs.roster_checked),
    "roster_imported": Kind(people_jobs.roster_imported),
    "program_created": Kind(program_jobs.program_created),
    "program_announced": Kind(program_jobs.program_announced, program_jobs.announcement_undelivered),
    "program_unannounced": Kind(program_jobs.program_unannounced),
    "lead_added": Kind(program_jobs.lead_added),
    "season_ends": Kind(program_jobs.season_ends),
    "signed_up": Kind(enrolment_jobs.signed_up),
    "application": Kind(enrolment_jobs.application),
    "application_answered": Kind(enrolment_jobs.application_answered),
    "mixer_announced": Kind(mixer_jobs.announced, mixer_jobs.announcement_undelivered),
    "mixer_unannounced": Kind(mixer_jobs.unannounced),
    "mixer_invited": Kind(mixer_jobs.invited),
    "mixer_group": Kind(mixer_jobs.group, mixer_jobs.group_undelivered),
    "mixer_group_unreached": Kind(mixer_jobs.unreached),
    "mixer_grouped": Kind(mixer_jobs.grouped),
    "mixer_called_off": Kind(mixer_jobs.called_off),
    "mixer_too_small": Kind(mixer_jobs.too_small),
    "introduction": Kind(pair_jobs.introduction),
    "pair_ended": Kind(pair_jobs.pair_ended),
    "partner_left": Kind(pair_jobs.partner_left),
    "partner_gone": Kind(pair_jobs.partner_gone),
    "partner_back": Kind(pair_jobs.partner_back),
    "partner_on_break": Kind(pair_jobs.partner_on_break),
    "break_over": Kind(pair_jobs.break_over),
    "proposals_ready": Kind(matching_jobs.proposals_ready),
    "proposals_failed": Kind(matching_jobs.proposals_failed),
    "session_planned": Kind(session_jobs.session_planned),
    "session_moved": Kind(session_jobs.session_moved),
    "agenda_posted": Kind(session_jobs.agenda_posted),
    "agenda_agreed": Kind(session_jobs.agenda_agreed),
    "topic_proposed": Kind(session_jobs.topic_proposed),
    "agenda_missing": Kind(nudge_jobs.agenda_missing),
    "check_in": Kind(nudge_jobs.check_in),
    "export": Kind(privacy_jobs.export),
}

# What Slack says of a bot token that no waiting will mend.
REFUSED = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
WAIT_FOR_SLACK = 5  # seconds between two tries at the start

log = structlog.get_logger()


def routes(settings: Settings) -> Routes:
    table = Routes(
        commands={
            "profile": people.begin_profile,
            "roster": people.begin_roster,
            "signup": enrolment.choose_signup,
            "agenda": sessions.choose_agenda,
            "status": status.show_status,
            "match": matching.ask_for_match,
            "program": programs.show_programs,
            "applications": enrolment.show_applications,
            "skills": directory.show_skills,
            "discover": skills.begin_discovery,
            "mixer": mixers.show_mixers,
            "pause": pairs.begin_break,
            "return": pairs.come_back,
            "leave": pairs.begin_leaving,
            "privacy": privacy.show_privacy,
            "help": status.show_help,
            "": status.show_help,
        },
        fallback_command=status.misunderstand,
        actions={
            "import_roster": people.import_roster,
            "decline_roster": people.decline_roster,
            "new_program": programs.begin_program,
            "edit_program": programs.begin_basics,
            "edit_rules": programs.begin_rules,
            "edit_entry": programs.begin_entry,
            "delete_draft": programs.delete_draft,
            "program_to_open": pairs.open_program,
            "program_to_matching": pairs.rest_signup,
            "program_to_running": pairs.keep_program_going,
            "program_to_closing": pairs.wind_program_down,
            "close_program": pairs.close_program,
            "begin_signup": enrolment.begin_signup,
            "withdraw": enrolment.withdraw,
            "accept_application": enrolment.accept_application,
            "application_waits": enrolment.let_application_wait,
            "decline_application": enrolment.decline_application,
            "new_mixer": mixers.new_mixer,
            "begin_mixer": mixers.begin_mixer,
            "join_mixer": mixers.join_mixer,
            "leave_mixer": mixers.leave_mixer,
            "group_mixer": mixers.group_mixer,
            "call_off_mixer": mixers.call_off_mixer,
            "end_break": pairs.come_back,
            "begin_merge": directory.begin_merge,
            **dict.fromkeys(CHOICES, directory.choose_skill),
            **dict.fromkeys(TURNS, directory.turn_page),
            "match_program": matching.ask_for_match_in,
            "publish_proposals": matching.publish_proposals,
            "begin_agenda": sessions.begin_agenda,
            "agree_to_agenda": sessions.agree_to_agenda,
            "begin_topic": sessions.begin_topic,
            "begin_move": sessions.begin_move,
            "check_in_yes": feedback.say_it_took_place,
            "check_in_no": feedback.say_it_did_not,
            "send_everything": privacy.send_everything,
            "erase_me": privacy.erase_me,
        },
        events={
            "app_home_opened": status.open_home,
            "user_change": people.change_user,
        },
    )
    # What people type when they mean one of the above.
    for alias, name in {
        "sign-up": "signup",
        "join": "signup",
        "apply": "signup",
        "mixers": "mixer",
        "break": "pause",
        "back": "return",
        "resume": "return",
        "programs": "program",
        "programme": "program",
        "skill": "skills",
        "directory": "skills",
        "discovery": "discover",
        "check": "discover",
        "data": "privacy",
        "gdpr": "privacy",
    }.items():
        table.commands[alias] = table.commands[name]
    table.form(ProfileForm, people.submit_profile)
    table.form(RosterForm, people.submit_roster)
    table.form(ProgramForm, programs.submit_program)
    table.form(BasicsForm, programs.submit_edit)
    table.form(RulesForm, matching.submit_rules)
    table.form(EntryForm, enrolment.submit_entry)
    table.form(SignupForm, enrolment.submit_signup)
    table.form(SkillsForm, enrolment.submit_skills)
    table.form(MixerForm, mixers.submit_mixer)
    table.form(MergeForm, directory.submit_merge)
    table.form(DiscoveryForm, skills.submit_discovery)
    table.form(WishesForm, skills.submit_wishes)
    table.form(BreakForm, pairs.submit_break)
    table.form(LeaveForm, pairs.submit_leaving)
    table.form(AgendaForm, sessions.submit_agenda)
    table.form(TopicForm, sessions.submit_topic)
    table.form(MoveForm, sessions.submit_move)

    subcommands = tuple(name for name in table.commands if name)
    table.providers = {
        "person": _person,
        "creators": _always(settings.program_creators),
        "subcommands": _always(subcommands),
    }
    return table


class Flipside:
    """The running bot. `start` connects it, `stop` drains it; both in the loop that it was made in."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        assert settings.slack_bot_token is not None
        assert settings.slack_app_token is not None
        self._settings = settings
        self.database = Database(settings.database_url)
        self.edge = Edge(self.database, clock, RECONCILERS)
        self._slack = Slack(settings.slack_bot_token, settings.slack_api_url)
        self._door = FrontDoor(Reception(self.edge, routes(settings)), self._slack)
        self._authorized: AuthorizeResult | None = None

        async def authorize(team_id: str | None) -> AuthorizeResult:  # noqa: ARG001 - bolt asks for it by name
            assert self._authorized is not None  # no socket is open before `start` has it
            return self._authorized

        app = AsyncApp(
            logger=bolt_logger(),
            client=AsyncWebClient(base_url=settings.slack_api_url),
            signing_secret=settings.slack_signing_secret or "",
            authorize=authorize,
            process_before_response=True,
        )
        self._door.open_on(app)
        self._sockets = SocketMode(
            app,
            settings.slack_app_token,
            settings.slack_api_url,
            connections=settings.socket_connections,
            watch_every=settings.watchdog_seconds,
        )
        self._postman = Postman(
            self.edge,
            self._slack,
            KINDS,
            lease=timedelta(seconds=settings.lease_seconds),
            attempts=settings.outbox_attempts,
        )
        self._ticker = Ticker(settings.tick_seconds)
        self._ticker.add("learn profiles", lambda: people_jobs.learn_profiles(self.edge, self._slack))
        self._ticker.add("check rosters", lambda: people_jobs.check_rosters(self.edge, self._slack))
        self._ticker.add("wake people", lambda: pair_jobs.wake_people(self.edge))
        self._ticker.add("finish sessions", lambda: session_jobs.finish_sessions(self.edge))
        self._ticker.add("solve runs", lambda: matching_jobs.solve_asked_run(self.edge))
        self._ticker.add("group mixers", lambda: mixer_jobs.group_due_mixer(self.edge))
        self._ticker.add("deliver messages", self._postman.deliver)
        self._ticker.add("forget deliveries", lambda: forget_old_deliveries(self.edge))
        self.edge.start_work = self._ticker.tick_soon

    async def start(self) -> None:
        """Returns once connected; waits for a Slack that does not answer. Raises SlackProblem, AppTokenRefused."""
        me = await self._introduce()
        self._authorized = AuthorizeResult(
            enterprise_id=me.get("enterprise_id"),
            team_id=me["team_id"],
            bot_id=me.get("bot_id"),
            bot_user_id=me["user_id"],
            bot_token=self._settings.slack_bot_token,
        )
        async with self.edge.transaction() as db:
            await welcome_workspace(db, me["team_id"], me["user_id"], self.edge.clock.now())
            await take_over_roster(db, me["team_id"], self.edge.clock.now())
        await self._sockets.start()
        self._ticker.start()
        log.info("ready", team=me["team_id"])

    async def _introduce(self) -> Mapping[str, Any]:
        """What Slack says the bot is. Raises SlackProblem where it does not take the token."""
        while True:
            try:
                me = await self._slack.call("auth.test", patiently=True)
                if isinstance(me.get("team_id"), str) and isinstance(me.get("user_id"), str):
                    return me
                problem = SlackProblem("no answer: no team")
            except SlackProblem as raised:
                if raised.code in REFUSED:
                    raise
                problem = raised
            log.warning("Slack does not answer yet", problem=problem.code)
            await asyncio.sleep(problem.retry_after or WAIT_FOR_SLACK)

    async def settled(self) -> None:
        """Waits until everything that is due by now has been done: calls answered, jobs run, messages sent."""
        await self._door.settled()
        await self._ticker.settled()

    @property
    def in_hand(self) -> int:
        """Calls being seen to right now."""
        return self._door.in_hand

    async def stop(self) -> None:
        """No new work; what is in hand finishes, within the drain time; leases go back; everything closes."""
        was_ready = self._authorized is not None
        if was_ready:
            log.info("stopping")
        self._postman.stop()
        await self._sockets.drain(self._settings.drain_seconds)
        await self._door.drain(self._settings.drain_seconds)
        await self._ticker.stop(self._settings.drain_seconds)
        await self._sockets.stop()
        await self._slack.close()
        await self.database.dispose()
        if was_ready:
            log.info("stopped")


async def _person(db: AsyncSession, call: Call, now: datetime) -> Person:
    # A command only looks; what is pressed or sent writes, and must not write about somebody just erased.
    return await meet(db, call.team_id, call.user_id, now, hold=call.what in {"form", "action"})


def _always(value: object) -> Callable[[AsyncSession, Call, datetime], Awaitable[object]]:
    async def provide(_db: AsyncSession, _call: Call, _now: datetime) -> object:
        return value

    return provide
