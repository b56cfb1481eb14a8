"""What the bot is made of: the only file that knows every feature. `flipside` runs it."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.calls import Call, Routes
from bot.core.edge import Edge
from bot.core.forgetting import forget_old_deliveries
from bot.core.outbox import next_due_message
from bot.core.postman import Postman
from bot.core.rewriter import Rewriter
from bot.core.slack import Slack
from bot.core.ticker import Job
from bot.directory import listeners as directory
from bot.directory.forms import MergeForm
from bot.directory.views import CHOICES, TURNS
from bot.enrolment import listeners as enrolment
from bot.enrolment.application_views import TURNS as APPLICATION_TURNS
from bot.enrolment.forms import SignupForm, SkillsForm
from bot.feedback import listeners as feedback
from bot.matching import jobs as matching_jobs
from bot.matching import listeners as matching
from bot.matching.forms import CoupleForm, SwapForm
from bot.matching.pairing_views import AskBothForm, PairForm
from bot.matching.review_views import PAGES, WAITING_PAGES
from bot.matching.round_views import RoundForm
from bot.mixers import jobs as mixer_jobs
from bot.mixers import listeners as mixers
from bot.mixers.forms import MixerForm
from bot.mixers.queries import next_grouping
from bot.nudges.usecases import derive_nudges
from bot.offers import jobs as offer_jobs
from bot.offers import listeners as offers
from bot.offers.ending import follow_offers
from bot.offers.queries import next_answer_due
from bot.offers.waiting import follow_vacancies
from bot.pairs import jobs as pair_jobs
from bot.pairs import listeners as pairs
from bot.pairs.forms import BreakForm, LeaveForm
from bot.pairs.queries import next_return
from bot.pairs.usecases import follow_changed_people
from bot.people import jobs as people_jobs
from bot.people import listeners as people
from bot.people.forms import ProfileForm, RosterForm
from bot.people.model import Person
from bot.people.readers import reader_of, ring_in_new_hours
from bot.people.ties import take_over_roster
from bot.people.usecases import meet
from bot.privacy import listeners as privacy
from bot.programs import listeners as programs
from bot.programs.forms import BasicsForm, ProgramForm
from bot.programs.rule_forms import EntryForm, RulesForm
from bot.programs.usecases import outdate_counts
from bot.programs.weight_form import WeightsForm
from bot.requests import listeners as requests
from bot.requests.forms import RequestForm
from bot.sessions import jobs as session_jobs
from bot.sessions import listeners as sessions
from bot.sessions.forms import AgendaForm, MoveForm, TopicForm
from bot.sessions.planning import follow_pairs
from bot.sessions.queries import next_end_of_session
from bot.settings import Settings
from bot.skills import listeners as skills
from bot.skills.views import DiscoveryForm, WishesForm
from bot.status import listeners as status
from bot.vocabulary import ALIASES, CARDS, LABELS
from bot.workspaces.usecases import welcome_workspace

# What follows from a change, in this order: each sees the results of those above it.
RECONCILERS = (
    follow_offers,
    follow_changed_people,
    follow_vacancies,
    follow_pairs,
    derive_nudges,
    ring_in_new_hours,
    outdate_counts,
)


def routes(settings: Settings) -> Routes:
    table = Routes(
        commands={
            "profile": people.begin_profile,
            "roster": people.begin_roster,
            "signup": enrolment.choose_signup,
            "agenda": sessions.choose_agenda,
            "status": status.show_status,
            "match": matching.ask_for_match,
            "pair": matching.begin_pairing,
            "program": programs.show_programs,
            "applications": enrolment.show_applications,
            "skills": directory.show_skills,
            "ask": requests.begin_request,
            "discover": skills.begin_discovery,
            "mixer": mixers.show_mixers,
            "pause": pairs.begin_break,
            "return": pairs.come_back,
            "leave": pairs.begin_leaving,
            "stop": pairs.ask_what_to_stop,
            "privacy": privacy.show_privacy,
            "help": status.show_help,
            "": status.show_help,
        },
        fallback_command=status.misunderstand,
        actions={
            "import_roster": people.import_roster,
            "decline_roster": people.decline_roster,
            "new_program": programs.begin_program,
            "programs_before": programs.turn_programs,
            "programs_after": programs.turn_programs,
            "send_what_waits": status.send_what_waits,
            "show_figures": status.show_figures,
            "edit_program": programs.begin_basics,
            "edit_rules": programs.begin_rules,
            "edit_weights": programs.begin_weights,
            "edit_entry": programs.begin_entry,
            "delete_draft": programs.delete_draft,
            "announce_program": programs.announce_program,
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
            "read_application": enrolment.read_application,
            **dict.fromkeys(APPLICATION_TURNS, enrolment.turn_applications),
            "new_mixer": mixers.new_mixer,
            "begin_mixer": mixers.begin_mixer,
            "announce_mixer": mixers.announce_mixer,
            "join_mixer": mixers.join_mixer,
            "leave_mixer": mixers.leave_mixer,
            "group_mixer": mixers.group_mixer,
            "call_off_mixer": mixers.call_off_mixer,
            "end_break": pairs.come_back,
            "begin_merge": directory.begin_merge,
            "delete_skill": directory.delete_skill,
            **dict.fromkeys(CHOICES, directory.choose_skill),
            **dict.fromkeys(TURNS, directory.turn_page),
            "match_program": matching.ask_for_match_in,
            "match_again": matching.match_again,
            "begin_round": matching.begin_round,
            **dict.fromkeys(matching.ROUND_ANSWERS, matching.answer_round),
            "begin_break": pairs.begin_break,
            "stop_search": matching.stop_search,
            **dict.fromkeys(PAGES, matching.show_page),
            **dict.fromkeys(WAITING_PAGES, matching.show_waiting),
            **dict.fromkeys(matching.PRESSED, matching.set_state),
            "show_forbidden": matching.show_forbidden,
            "forbid_couple": matching.forbid_couple,
            "allow_couple": matching.allow_couple,
            "begin_swap": matching.begin_swap,
            "begin_couple": matching.begin_couple,
            "publish_proposals": matching.publish_proposals,
            "ask_somebody": requests.begin_request_to,
            "take_back_request": offers.take_back_request,
            "accept_offer": offers.accept_offer,
            "decline_offer": offers.decline_offer,
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
        looked_at=frozenset({"app_home_opened", "user_change"}),
    )
    for alias, name in ALIASES.items():
        table.commands[alias] = table.commands[name]
    table.form(ProfileForm, people.submit_profile)
    table.form(RosterForm, people.submit_roster)
    table.form(ProgramForm, programs.submit_program)
    table.form(BasicsForm, programs.submit_edit)
    table.form(WeightsForm, programs.submit_edit)
    table.form(RulesForm, matching.submit_rules)
    table.form(RoundForm, matching.submit_round)
    table.form(SwapForm, matching.submit_swap)
    table.form(CoupleForm, matching.submit_couple)
    table.form(RequestForm, requests.submit_request)
    table.form(PairForm, matching.submit_pairing)
    table.form(AskBothForm, matching.ask_both)
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

    table.cards = CARDS
    table.labels = LABELS
    table.reader = lambda person, now: person.reader(now) if person else None
    table.reader_of = reader_of
    subcommands = tuple(name for name in table.commands if name)
    table.providers = {
        "person": _person,
        "creators": _always(settings.program_creators),
        "subcommands": _always(subcommands),
    }
    return table


async def begin(db: AsyncSession, team_id: str, bot_user_id: str, now: datetime) -> None:
    """At every start, once the bot knows where it is."""
    await welcome_workspace(db, team_id, bot_user_id, now)
    await take_over_roster(db, team_id, now)


def jobs(edge: Edge, slack: Slack, postman: Postman, rewriter: Rewriter) -> list[Job]:
    """What the clock's tick asks for, in this order; the playground finds in it what is due next."""
    return [
        Job("learn profiles", lambda: people_jobs.learn_profiles(edge, slack), None),
        Job("check rosters", lambda: people_jobs.check_rosters(edge, slack), None),
        Job("wake people", lambda: pair_jobs.wake_people(edge), next_return),
        Job("finish sessions", lambda: session_jobs.finish_sessions(edge), next_end_of_session),
        Job("finish offers", lambda: offer_jobs.finish_offers(edge), next_answer_due),
        Job("solve runs", lambda: matching_jobs.solve_asked_run(edge), None),
        Job("group mixers", lambda: mixer_jobs.group_due_mixer(edge), next_grouping),
        Job("deliver messages", postman.deliver, next_due_message),
        Job("rewrite cards", rewriter.rewrite, None),
        Job("forget deliveries", lambda: forget_old_deliveries(edge), None),
    ]


async def _person(db: AsyncSession, call: Call, now: datetime) -> Person:
    # A command only looks; what is pressed or sent writes, and must not write about somebody just erased.
    return await meet(db, call.team_id, call.user_id, now, hold=call.what in {"form", "action"})


def _always(value: object) -> Callable[[AsyncSession, Call, datetime], Awaitable[object]]:
    async def provide(_db: AsyncSession, _call: Call, _now: datetime) -> object:
        return value

    return provide
