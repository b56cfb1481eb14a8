"""What somebody can do, in groups: what is needed most first, the rarest last. As a list, and as buttons."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.blocks import Block, bold, bullets, buttons, code, command_button, heading, paragraph, small
from bot.core.routing import Labels
from bot.core.sentences import Sentence, _, pgettext, say, together
from bot.enrolment.model import Enrolment, EnrolmentState
from bot.enrolment.views import CANNOT_READ
from bot.programs import first_step_views
from bot.programs.model import Program
from bot.programs.rules.lifecycle import PLANNING
from bot.status.queries import Overview

DOES = {
    "signup": _("{command} to take part, or change what you said"),
    "status": _("{command} to see your pair and your next session"),
    "agenda": _("{command} to post what you'll talk about next time"),
    "ask": _("{command} to ask someone to be your partner"),
    "skills": _("{command} to see who can teach what"),
    "discover": _("{command} to find out, in ten quick statements, what you might want to learn"),
    "mixer": _("{command} to come to an informal round in a small group"),
    "profile": _("{command} to say when you work, which languages you speak, what to know about you"),
    "pause": _("{command} to take a break; it ends by itself"),
    "return": _("{command} to end your break"),
    "leave": _("{command} to leave a program, without giving a reason"),
    "privacy": _("{command} to see who sees what, get all that is stored about you, or have it erased"),
    "match": _("{command} to see who would be good together, and publish the pairs"),
    "applications": _("{command} to answer those who applied"),
    "pair": _("{command} to pair two people yourself; both are asked"),
    "program": _("{command} to see, create, change or close programs"),
    "mixer new": _("{command} to invite to an informal round"),
    "roster": _("{command} to bring in reporting lines and levels"),
}
CREATE = {"program": _("{command} to create a program and lead it")}
BESIDE = {"mixer new": _("Invite to a mixer")}  # labels of what is no subcommand by itself
NEVER_ASKED = _("I never asked Slack for permission to read anybody's messages.")


def first_steps(overview: Overview, labels: Labels) -> list[Block]:
    """For somebody who takes no part yet: what to do first, with the button that does it."""
    step = overview.first_step
    if step is None:
        return []
    if not step.may_join:
        return first_step_views.how_to_begin(step)
    said = paragraph(_("You don't take part in a program yet. Sign-up is open: want to join?"))
    return [said, buttons(command_button(labels["signup"], "signup", style="primary"))]


def commands(overview: Overview) -> list[Block]:
    said = paragraph(_("This is what you can do:"))
    blocks: list[Block] = [heading(_("Flipside: people of all levels learn from each other")), said]
    does = DOES | ({} if overview.led else CREATE)
    for title, names in _groups(overview).items():
        lines = [say(does[name], command=code(f"/mentor {name}")) for name in names]
        blocks += [paragraph(bold(title)), bullets(*lines)]
    return [*blocks, small(str(together(CANNOT_READ, NEVER_ASKED)))]


def deeds(overview: Overview, above: Sequence[Block], labels: Labels) -> list[Block]:
    """Buttons for all that they can do, but those that stand above already."""
    said = labels | BESIDE | ({"signup": _("Change my sign-up")} if overview.places else {})
    has_led = overview.first_step is not None and overview.first_step.has_led
    said |= {} if overview.led or has_led else {"program": _("Create a program")}
    standing = [one for block in above if block["type"] == "actions" for one in block["elements"]]
    there = {one["text"]["text"] for one in standing}
    hidden = {"status"} | ({"signup"} if overview.first_step else set())
    hidden |= {"agenda"} if any(one["action_id"] == "begin_agenda" for one in standing) else set()
    hidden |= {"program"} if overview.first_step and not has_led else set()
    blocks: list[Block] = []
    for title, names in _groups(overview).items():
        if does := [_does(said, name) for name in names if name not in hidden and said[name] not in there]:
            blocks += [paragraph(bold(title)), buttons(*does)]
    return [*blocks, small(CANNOT_READ)]


LEAD, LEARN, YOU, SELDOM = (
    _("The programs you lead"),
    _("Learn and teach"),
    pgettext("a heading over what somebody can do about themselves", "You"),
    _("Now and then"),
)


def _groups(overview: Overview) -> Mapping[Sentence, list[str]]:
    """Only what this person can do."""
    lead = ["match", "applications", "pair", "program", "mixer new", "roster"] if overview.led else []
    learn = ["skills", "discover", "mixer"]
    if any(may_ask(enrolment, program) for enrolment, program in overview.places):
        learn = ["ask", *learn]
    if any(pair.owns_agenda for pair in overview.pairs):
        learn = ["agenda", *learn]
    rests = ["return"] if overview.paused_until else ["pause"] if overview.places else []
    you = ["status", "signup", "profile", *rests]
    seldom = [*(["leave"] if overview.places else []), "privacy", *([] if overview.led else ["program"])]
    groups = {LEAD: lead, LEARN: learn, YOU: you, SELDOM: seldom}
    return {title: names for title, names in groups.items() if names}


def _does(labels: Mapping[str, str], name: str) -> dict[str, Any]:
    command, _blank, text = name.partition(" ")
    return command_button(labels[name], command, text)


def may_ask(enrolment: Enrolment, program: Program) -> bool:
    return program.self_chosen and program.state in PLANNING and enrolment.state is EnrolmentState.ENROLLED
