"""Enrolment: signing up, applications and what leads answer."""

from bot.core.routing import Routes, command, press, submit
from bot.core.sentences import _
from bot.enrolment import listeners
from bot.enrolment.application_views import TURNS
from bot.enrolment.forms import SignupForm, SkillsForm
from bot.programs.rule_forms import EntryForm

ROUTES = Routes(
    "enrolment",
    [
        command(
            "signup",
            listeners.choose_signup,
            label=_("Sign up"),
            also="sign-up sign join apply register enroll enrol start anmelden mitmachen bewerben påmelding",
        ),
        press("begin_signup", listeners.begin_signup),
        submit(SignupForm, listeners.submit_signup),
        submit(SkillsForm, listeners.submit_skills),
        press("withdraw", listeners.withdraw),
        submit(EntryForm, listeners.submit_entry),
        command(
            "applications",
            listeners.show_applications,
            label=_("Show applications"),
            also="application applicants",
        ),
        *(press(turn, listeners.turn_applications) for turn in TURNS),
        press("read_application", listeners.read_application),
        press("accept_application", listeners.accept_application, cards=["application"]),
        press("application_waits", listeners.let_application_wait, cards=["application"]),
        press("decline_application", listeners.decline_application, cards=["application"]),
    ],
)
