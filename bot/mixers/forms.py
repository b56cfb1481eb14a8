from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import Part, bold, paragraph, where
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
        announced: list[Part] = (
            ["I announce it in ", where(program.channel_id), "."]
            if program.channel_id
            else ["I write to everybody who has a place in it."]
        )
        return forms.modal(
            cls.callback_id,
            "Invite to a mixer",
            [
                paragraph(
                    "An informal round in groups of three to five, across levels and departments. It belongs to ",
                    bold(program.name),
                    ", and everybody here can come. ",
                    *announced,
                ),
                forms.text_input(
                    "plan",
                    "When and where?",
                    hint="A place, a day and a time, or “each group finds its own”. Everybody reads it.",
                    lines=True,
                    most=PLAN,
                    placeholder="Thursday at noon, canteen",
                ),
                forms.date_input("date", "Sign up by", day.isoformat(), hint="Then I make the groups."),
                forms.time_input(
                    "time",
                    "At",
                    f"{min(lead.work_ends, LAST_HOUR):02}:00",
                    hint=f"In your time zone, {lead.tz}.",
                ),
            ],
            submit="Invite",
            about={"program": program.id},
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        plan = submission.text("plan", most=PLAN, missing="Please say when and where.")
        date, time = submission.date("date"), submission.time("time")
        try:
            datetime.fromisoformat(f"{date}T{time}")
        except ValueError:
            submission.errors["date"] = "Please choose a date and a time."
        submission.check()
        return cls(int(submission.about["program"]), plan, date, time)

    def until(self, lead: Person) -> datetime:
        return datetime.fromisoformat(f"{self.date}T{self.time}").replace(tzinfo=lead.hours.zone)
