"""Pairs: breaks, leaving, and the states of a program that pairs have to do with."""

from bot.core.routing import Routes, command, press, submit
from bot.core.sentences import _
from bot.core.timed_work import TimedWork
from bot.pairs import jobs, listeners
from bot.pairs.forms import BreakForm, LeaveForm
from bot.pairs.queries import next_return

ROUTES = Routes(
    "pairs",
    [
        command(
            "pause",
            listeners.begin_break,
            label=_("Take a break"),
            also="break holiday vacation away pto urlaub ferie",
        ),
        press("begin_break", listeners.begin_break),
        submit(BreakForm, listeners.submit_break),
        command("return", listeners.come_back, label=_("End my break"), also="back resume zurück tilbake"),
        press("end_break", listeners.come_back),
        command("leave", listeners.begin_leaving, label=_("Leave a program"), also="withdraw verlassen austreten"),
        submit(LeaveForm, listeners.submit_leaving),
        command(
            "stop",
            listeners.ask_what_to_stop,
            label=_("Pause or leave"),
            also="quit cancel exit end unsubscribe opt opt-out optout abmelden abbrechen kündigen slutt",
        ),
        press("program_to_open", listeners.open_program),
        press("program_to_matching", listeners.rest_signup),
        press("program_to_running", listeners.keep_program_going),
        press("program_to_closing", listeners.wind_program_down),
        press("close_program", listeners.close_program),
    ],
    work=[TimedWork("wake people", jobs.wake_people, next_return), TimedWork("settle programs", jobs.settle_programs)],
)
