import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.core.answers import Document, Message, Tell
from bot.core.blocks import Part, bold, bullets, button, buttons, code, command_button, heading, paragraph, small

ERASE_FIRST = (
    "Erase you?",
    "Your pairs end, and I let your partners know, kindly. You give up your places. What you said and wrote here is "
    "gone. Counts stay, without you in them. You can't undo this.",
    "Erase me",
)


# Grouped by what a reader asks: who sees it?
SEEN_BY: dict[str, Sequence[Sequence[Part]]] = {
    "Only you": (
        [bold("Your answers after a session. "), "Not even your partner sees them."],
        [
            bold("Your answer when I offer you a match. "),
            "If you both accept you're a pair. Program leads see how many offers are open, never who said what.",
        ],
        [bold("People you shouldn't be paired with. "), "They don't see it either; I just keep to it."],
        [bold("Your languages, working hours and time zone. "), "I use them to find you a partner and a good hour."],
    ),
    "You and your partner": (
        [
            bold("Agendas, topics, what you'd like to ask, what you wrote about yourself. "),
            "Program leads see that there is an agenda, not what's in it.",
        ],
        [
            bold("The skills you'd like to learn. "),
            "Program leads see how many people wish for a skill, not who.",
        ],
        [bold("Your breaks. "), "Your partner hears until when, nobody hears why."],
        [
            bold("Who you ask to be a pair with you, and what you write. "),
            "Only the person you ask sees it; program leads see a number.",
        ],
    ),
    "Program leads": (
        [bold("Your sessions, and whether they took place. "), "Your partner sees them too, of course."],
        [bold("Your answers to a program's questions. "), "The leads of that program, and nobody else."],
        [bold("Mixers you come to. "), "The group you're in sees it too."],
    ),
    "Everyone here": (
        [
            bold("The skills you offer, your level, department and location. "),
            "While you take part in a program; the leads of one you apply to see them as well.",
        ],
    ),
    "Whoever uploaded your company's roster, if there is one": (
        [
            bold("Your manager and your work address. "),
            "People who report to you may see your address as that of their manager.",
        ],
    ),
}


def who_sees_what() -> Tell:
    groups = [block for who, facts in SEEN_BY.items() for block in (paragraph(bold(who)), bullets(*facts))]
    return Tell(
        Message(
            [
                heading("What I know about you, and who sees it"),
                *groups,
                paragraph("You can get all of it as a file, and you can have it erased."),
                buttons(
                    button("Send me everything", "send_everything"),
                    button("Erase me", "erase_me", style="danger", ask_first=ERASE_FIRST),
                ),
                small(
                    "I store no names, and I can't read anyone's messages: I never asked for that permission. What I "
                    "wrote in Slack so far stays in Slack, even once you're erased. A skill you added to the list "
                    "stays on it; who added it was never stored."
                ),
            ]
        )
    )


def export_comes() -> Tell:
    return Tell(Message([paragraph("I'm putting it together. You'll get it as a file in our direct messages.")]))


def export(everything: Mapping[str, Any], now: datetime) -> Document:
    """Times in it are ISO 8601, in UTC."""
    content = json.dumps({"as_of": now, **everything}, default=_iso, ensure_ascii=False, indent=2)
    return Document(
        f"flipside-{now.astimezone(UTC):%Y-%m-%d}.json",
        content.encode(),
        "This is everything I have stored about you. Any text editor opens it.",
    )


def export_failed(slack_id: str) -> Message:
    return Message(
        [
            paragraph(
                "I couldn't hand you the file with everything I have stored about you: Slack didn't take it. Often "
                "files are limited here, and an admin can allow them to apps. Or ask whoever looks after Flipside: ",
                code(f"python -m bot export {slack_id}"),
                " writes the same file. Nothing is lost.",
            ),
            buttons(button("Try again", "send_everything")),
        ]
    )


def _iso(moment: date | datetime) -> str:
    return moment.astimezone(UTC).isoformat() if isinstance(moment, datetime) else moment.isoformat()


def erased(pairs: int) -> Tell:
    told = {0: "", 1: " I'm letting your partner know, kindly."}.get(pairs, " I'm letting your partners know, kindly.")
    return Tell(
        Message(
            [
                paragraph(f"Done: everything I had stored about you is gone.{told} Thanks for having been here."),
                paragraph("If you ever come back, we'll start fresh, as if we had never met."),
                buttons(command_button("Sign up", "signup")),
            ]
        ),
        replace=True,
    )
