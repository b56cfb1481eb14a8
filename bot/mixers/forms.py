from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import Part, bold, paragraph, where
from bot.core.sentences import _, pgettext, say, together
from bot.core.submissions import Submission
from bot.mixers.model import PLAN
from bot.people.model import Person
from bot.programs.model import Program

USUAL_TIME = timedelta(days=7)  # for signing up
LAST_HOUR = 23


@dataclass(frozen=True)
class MixerForm:
    program_id: int
    plan: str
    date: str
    time: str

    callback_id: ClassVar[str] = "invite_to_mixer"

    @classmethod
    def modal(cls, program: Program, lead: Person, now: datetime) -> dict[str, Any]:
        day = (now + USUAL_TIME).astimezone(lead.hours.zone).date()
        what = _(
            "An informal round in groups of three to five, across levels and departments. It belongs to {program}, and "
            "everyone here can come."
        )
        return forms.modal(
            cls.callback_id,
            pgettext("the title of a form, 24 characters at most", "Invite to a mixer"),
            [
                paragraph(together(say(what, program=bold(program.name)), _announced(program))),
                forms.text_input(
                    "plan",
                    _("When and where?"),
                    hint=_("A place, a day and a time, or “each group finds its own”. Everyone reads it."),
                    lines=True,
                    most=PLAN,
                    placeholder=_("Thursday at noon, canteen"),
                ),
                forms.date_input("date", _("Sign up by"), day.isoformat(), hint=_("Then I'll make the groups.")),
                forms.time_input(
                    "time",
                    pgettext("the time of day, in a form", "At"),
                    f"{min(lead.work_ends, LAST_HOUR):02}:00",
                    hint=say(_("In your time zone, {zone}."), zone=lead.tz),
                ),
            ],
            submit=pgettext("a button", "Invite"),
            about={"program": program.id},
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        plan = submission.text("plan", most=PLAN, missing=_("Please say when and where."))
        date, time = submission.date("date"), submission.time("time")
        try:
            datetime.fromisoformat(f"{date}T{time}")
        except ValueError:
            submission.refuse("date", _("Please choose a date and a time."))
        submission.check()
        return cls(int(submission.about["program"]), plan, date, time)

    def until(self, lead: Person) -> datetime:
        return datetime.fromisoformat(f"{self.date}T{self.time}").replace(tzinfo=lead.hours.zone)


def _announced(program: Program) -> Part:
    if program.channel_id:
        return say(_("I'll announce it in {channel}."), channel=where(program.channel_id))
    return _("I'll write to everyone who has a place in it.")
