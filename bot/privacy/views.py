import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.core.answers import Document, Message, Tell
from bot.core.blocks import bold, bullets, button, buttons, code, heading, paragraph, small

ERASE_FIRST = (
    "Erase you?",
    "Your pairs end, and your partners are told kindly. You give up your places. What you said and wrote here is "
    "gone. Counts stay, without you in them. This cannot be undone.",
    "Erase me",
)


def who_sees_what() -> Tell:
    return Tell(
        Message(
            [
                heading("What I know about you, and who sees it"),
                bullets(
                    [bold("What you answer after a session: "), "you alone, not even your partner."],
                    [
                        bold("Agendas, topics, what you would like to ask, what to know about you: "),
                        "you and your partner. The leads of your program see that there is an agenda, not what is in "
                        "it.",
                    ],
                    [
                        bold("Your sessions, and whether they took place: "),
                        "you, your partner and the leads of your program.",
                    ],
                    [
                        bold("The skills you offer, your level, department and location: "),
                        "everybody here, while you take part in a program, and the leads of one that you apply to.",
                    ],
                    [
                        bold("The skills you would like to learn: "),
                        "you and your partner. Leads see how many people wish for a skill, not who.",
                    ],
                    [bold("What you answer to a program's questions: "), "you and the leads of that program."],
                    [
                        bold("What you answer when I propose a pair: "),
                        "nobody else. Once both of you accept you are a pair; leads see how many offers are open, not "
                        "who answered what.",
                    ],
                    [
                        bold("Whom you ask to be a pair with you, and what you write to them: "),
                        "you and they. Leads see a number.",
                    ],
                    [bold("Your breaks: "), "your partner hears until when, and nobody hears why."],
                    [bold("An informal round you come to: "), "the group you are in, and the leads of the program."],
                    [
                        bold("Your languages, working hours and time zone: "),
                        "nobody. With them I find you a partner, and a good hour.",
                    ],
                    [
                        bold("People you should not be paired with: "),
                        "nobody, not even they. I only keep to it.",
                    ],
                    [
                        bold("Your manager, and your work address: "),
                        "whoever brought your company's roster, if there is one. Those who report to you may see your "
                        "address as that of their manager.",
                    ],
                ),
                paragraph("You can have all of it as a file, and you can have it erased."),
                buttons(
                    button("Send me everything", "send_everything"),
                    button("Erase me", "erase_me", style="danger", ask_first=ERASE_FIRST),
                ),
                small(
                    "I store no names. I cannot read anybody's messages: I never asked for that permission. What I "
                    "have written in Slack so far stays in Slack, also once you are erased. A skill that you added to "
                    "the list stays in it; who added it was never stored."
                ),
            ]
        )
    )


def export_comes() -> Tell:
    return Tell(Message([paragraph("I am putting it together. It comes as a file in our direct messages.")]))


def export(everything: Mapping[str, Any], now: datetime) -> Document:
    """Times in it are ISO 8601, in UTC."""
    content = json.dumps({"as_of": now, **everything}, default=_iso, ensure_ascii=False, indent=2)
    return Document(
        f"flipside-{now.astimezone(UTC):%Y-%m-%d}.json",
        content.encode(),
        "This is everything that I have stored about you. Any text editor opens it.",
    )


def _iso(moment: date | datetime) -> str:
    return moment.astimezone(UTC).isoformat() if isinstance(moment, datetime) else moment.isoformat()


def erased(pairs: int) -> Tell:
    told = {0: "", 1: " Your partner is being told kindly."}.get(pairs, " Your partners are being told kindly.")
    return Tell(
        Message(
            [
                paragraph(f"It is done: what I had stored about you is gone.{told} Thank you for having been here."),
                paragraph(
                    "Should you ever write to me again, we start anew, as if we had never met: ",
                    code("/mentor signup"),
                    ".",
                ),
            ]
        ),
        replace=True,
    )
