import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.core.answers import Document, Message, Tell
from bot.core.blocks import Block, bold, bullets, button, buttons, code, command_button, heading, paragraph, small
from bot.core.database import OpenTransaction
from bot.core.sentences import Sentence, Text, _, ngettext, say, together

ERASE_ME = _("Erase me")
ERASE_FIRST = (
    _("Erase you?"),
    _(
        "Your pairs end, and I let your partners know, kindly. You give up your places. What you said and wrote here "
        "is gone. Counts stay, without you in them. You can't undo this."
    ),
    ERASE_ME,
)

# Grouped by what a reader asks: who sees it?
SEEN_BY: dict[Sentence, Sequence[tuple[Sentence, Sentence]]] = {
    _("Only you"): (
        (_("Your answers after a session."), _("Not even your partner sees them.")),
        (
            _("Your answer when I offer you a match."),
            _("If you both accept you're a pair. Program leads see how many offers are open, never who said what."),
        ),
        (_("People you shouldn't be paired with."), _("They don't see it either; I just keep to it.")),
        (
            _("Your languages, working hours and time zone."),
            _("I use them to find you a partner and a good hour."),
        ),
    ),
    _("You and your partner"): (
        (
            _("Agendas, topics, what you'd like to ask, what you wrote about yourself."),
            _("Program leads see that there is an agenda, not what's in it."),
        ),
        (_("The skills you'd like to learn."), _("Program leads see how many people wish for a skill, not who.")),
        (_("Your breaks."), _("Your partner hears until when, nobody hears why.")),
        (
            _("Who you ask to be a pair with you, and what you write."),
            _("Only the person you ask sees it; program leads see a number."),
        ),
    ),
    _("Program leads"): (
        (_("Your sessions, and whether they took place."), _("Your partner sees them too, of course.")),
        (_("Your answers to a program's questions."), _("The leads of that program, and nobody else.")),
        (_("Mixers you come to."), _("The group you're in sees it too.")),
    ),
    _("Everyone here"): (
        (
            _("The skills you offer, your level, department and location."),
            _("While you take part in a program; the leads of one you apply to see them as well."),
        ),
    ),
    _("Whoever uploaded your company's roster, if there is one"): (
        (
            _("Your manager and your work address."),
            _("People who report to you may see your address as that of their manager."),
        ),
    ),
}
STAYS = _(
    "I store no names, and I can't read anyone's messages: I never asked for that permission. What I wrote in Slack so "
    "far stays in Slack, even once you're erased. A skill you added to the list stays on it; who added it was never "
    "stored."
)


def who_sees_what() -> Tell:
    groups: list[Block] = []
    for who, facts in SEEN_BY.items():
        groups += [paragraph(bold(who)), bullets(*[together(bold(what), seen) for what, seen in facts])]
    return Tell(
        Message(
            [
                heading(_("What I know about you, and who sees it")),
                *groups,
                paragraph(_("You can get all of it as a file, and you can have it erased.")),
                buttons(
                    button(_("Send me everything"), "send_everything"),
                    button(ERASE_ME, "erase_me", style="danger", ask_first=ERASE_FIRST),
                ),
                small(STAYS),
            ]
        )
    )


def export_comes() -> Tell:
    said = _("I'm putting it together. You'll get it as a file in our direct messages.")
    return Tell(Message([paragraph(said)]))


def export(write: Callable[[OpenTransaction], Awaitable[bytes | None]], now: datetime) -> Document:
    text = str(_("This is everything I have stored about you. Any text editor opens it."))
    return Document(f"flipside-{now.astimezone(UTC):%Y-%m-%d}.json", write, text)


def export_file(everything: Mapping[str, Any], now: datetime) -> bytes:
    """Times in it are ISO 8601, in UTC. It takes its time over a large one: call it in a thread."""
    content = bytearray()
    for piece in json.JSONEncoder(default=_iso, ensure_ascii=False, indent=2).iterencode({"as_of": now, **everything}):
        content += piece.encode()
    return bytes(content)


def export_failed(slack_id: str) -> Message:
    said = _(
        "I couldn't hand you the file with everything I have stored about you: Slack didn't take it. Often files are "
        "limited here, and an admin can allow them to apps. Or ask whoever looks after Flipside: {command} writes the "
        "same file. Nothing is lost."
    )
    return Message(
        [
            paragraph(say(said, command=code(f"python -m bot export {slack_id}"))),
            buttons(button(_("Try again"), "send_everything")),
        ]
    )


def _iso(moment: date | datetime) -> str:
    return moment.astimezone(UTC).isoformat() if isinstance(moment, datetime) else moment.isoformat()


def erased(pairs: int) -> Tell:
    told: Text = ""
    if pairs:
        told = ngettext("I'm letting your partner know, kindly.", "I'm letting your partners know, kindly.", pairs)
    gone = together(_("Done: everything I had stored about you is gone."), told, _("Thanks for having been here."))
    return Tell(
        Message(
            [
                paragraph(gone),
                paragraph(_("If you ever come back, we'll start fresh, as if we had never met.")),
                buttons(command_button(_("Sign up"), "signup")),
            ]
        ),
        replace=True,
    )
