from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.answers import Message
from bot.core.blocks import bold, button, buttons, code, heading, paragraph, quote, small, where
from bot.core.forms import Submission
from bot.programs.cadence import Cadence
from bot.programs.model import LENGTHS, NAME, NEED, Program

MOST_PROGRAMS = 20  # in one message, which takes 50 blocks


@dataclass(frozen=True)
class ProgramForm:
    name: str
    need: str
    cadence: Cadence
    session_minutes: int
    leads: list[str]
    channel_id: str | None

    callback_id: ClassVar[str] = "create_program"

    @classmethod
    def modal(cls, lead: str) -> dict[str, Any]:
        return forms.modal(
            cls.callback_id,
            "New program",
            [
                forms.text_input("name", "Name", most=NAME, placeholder="Digital natives 2027"),
                forms.text_input(
                    "need",
                    "Which business need does it serve?",
                    hint="Programs tied to a need last. One or two sentences; everybody who signs up reads them.",
                    lines=True,
                    most=NEED,
                    placeholder="Our leaders decide about products for customers they no longer understand.",
                ),
                forms.select(
                    "cadence",
                    "How often does a pair meet?",
                    [(cadence.value, cadence.label) for cadence in Cadence],
                    initial=Cadence.EVERY_TWO_WEEKS.value,
                ),
                forms.select(
                    "session_minutes",
                    "How long is a session?",
                    [(str(minutes), f"{minutes} minutes") for minutes in LENGTHS],
                    initial="60",
                ),
                forms.people_select(
                    "leads", "Who leads the program?", initial=[lead], hint="You, if you choose nobody.", optional=True
                ),
                forms.channel_select(
                    "channel",
                    "Where shall it be announced?",
                    hint="Optional. First invite Flipside there: /invite @Flipside",
                ),
            ],
            submit="Create",
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        name = " ".join(submission.text("name", most=NAME, missing="Please give it a name.").split())
        need = submission.text("need", most=NEED, missing="Please say what it is for.")
        cadence = submission.choice("cadence", [cadence.value for cadence in Cadence])
        minutes = submission.choice("session_minutes", [str(minutes) for minutes in LENGTHS])
        submission.check()
        leads, channel = submission.people("leads"), submission.channel("channel")
        return cls(name, need, Cadence(cadence), int(minutes), leads, channel)


def program_created(program: Program) -> Message:
    return Message(
        [
            heading(f"{program.name} is open"),
            paragraph("You lead this program. It is there for this:"),
            quote(program.need),
            paragraph(
                f"Pairs meet {program.cadence.label.lower()}, {program.session_minutes} minutes each time. "
                "Ask people to type ",
                code("/mentor signup"),
                ". Once a few mentors and mentees are in, type ",
                code("/mentor match"),
                " to see who would fit whom. Nobody is paired before you publish.",
            ),
        ]
    )


def program_announced(program: Program) -> Message:
    return Message(
        [
            heading(program.name),
            paragraph("Reverse mentoring: juniors teach, leaders learn. What it is for:"),
            quote(program.need),
            paragraph("Want to take part? Type ", code("/mentor signup"), " anywhere in Slack."),
        ]
    )


def program_unannounced(program: Program) -> Message:
    assert program.channel_id is not None
    return Message(
        [
            paragraph(
                "I could not announce ",
                bold(program.name),
                " in ",
                where(program.channel_id),
                ": I am not a member there, or may not post. Type ",
                code("/invite @Flipside"),
                " in that channel, or share the news yourself: people join with ",
                code("/mentor signup"),
                ".",
            )
        ]
    )


def programs_led(programs: Sequence[Program]) -> Message:
    blocks = [heading("Programs you lead")]
    for program in programs[:MOST_PROGRAMS]:
        blocks += [
            paragraph(
                bold(program.name),
                f": {program.cadence.label.lower()}, {program.session_minutes} minutes a session",
            ),
            buttons(
                button(
                    "Close program",
                    "close_program",
                    program.id,
                    style="danger",
                    ask_first=(
                        "Close this program?",
                        "All its pairs end, and both sides are told and thanked. This cannot be undone.",
                        "Close it",
                    ),
                )
            ),
        ]
    if len(programs) > MOST_PROGRAMS:
        blocks.append(small(f"And {len(programs) - MOST_PROGRAMS} more."))
    blocks += [buttons(button("New program", "new_program")), small("Only you see this.")]
    return Message(blocks)
