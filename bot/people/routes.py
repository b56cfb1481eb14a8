"""People: who somebody is, their profile, and the roster that says more of many."""

from bot.core.routing import Provided, Routes, command, event, press, submit
from bot.core.sentences import _
from bot.core.timed_work import TimedWork
from bot.people import jobs, listeners
from bot.people.forms import ProfileForm
from bot.people.model import Person
from bot.people.queries import teams_with_profiles_due, teams_with_rosters
from bot.people.readers import reader_of
from bot.people.roster_form import RosterForm

ROUTES = Routes(
    "people",
    [
        command(
            "profile",
            listeners.begin_profile,
            label=_("Edit my profile"),
            also="profil settings hours language languages einstellungen innstillinger",
        ),
        submit(ProfileForm, listeners.submit_profile),
        command("roster", listeners.begin_roster, label=_("Bring a roster"), also="rosters import upload csv"),
        submit(RosterForm, listeners.submit_roster),
        press("import_roster", listeners.import_roster),
        press("decline_roster", listeners.decline_roster),
        event("user_change", listeners.change_user, is_noted=False),
    ],
    # Who did it. Whoever acts is met and stored; whoever only looks is not, and `known` is None for a stranger.
    provides=[
        Provided("person", Person, listeners.meet_caller, is_caller=True),
        Provided("known", Person | None, listeners.find_caller, is_caller=True),
    ],
    reader_of=reader_of,
    work=[
        TimedWork("learn profiles", jobs.learn_profiles, lanes=teams_with_profiles_due),
        TimedWork("check rosters", jobs.check_rosters, lanes=teams_with_rosters),
        TimedWork("forget rosters", jobs.forget_rosters),
    ],
)
