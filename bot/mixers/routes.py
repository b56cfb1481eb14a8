"""Mixers: informal rounds in small groups."""

from bot.core.routing import Routes, command, press, submit
from bot.core.sentences import _
from bot.core.timed_work import TimedWork
from bot.mixers import jobs, listeners
from bot.mixers.forms import MixerForm
from bot.mixers.queries import next_grouping

ROUTES = Routes(
    "mixers",
    [
        command("mixer", listeners.show_mixers, label=_("Show mixers"), also="mixers"),
        press("new_mixer", listeners.new_mixer),
        press("begin_mixer", listeners.begin_mixer),
        submit(MixerForm, listeners.submit_mixer),
        press("announce_mixer", listeners.announce_mixer),
        press("join_mixer", listeners.join_mixer, cards=["mixer_announced", "mixer_invited"]),
        press("leave_mixer", listeners.leave_mixer),
        press("group_mixer", listeners.group_mixer),
        press("call_off_mixer", listeners.call_off_mixer),
    ],
    work=[TimedWork("group mixers", jobs.group_due_mixer, next_grouping)],
)
