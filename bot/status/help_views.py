"""What somebody can do, in groups: what is needed most first, the rarest last. As a list, and as buttons."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.blocks import Block, Part, bold, bullets, buttons, code, command_button, heading, paragraph, small
from bot.core.routing import Labels
from bot.enrolment.model import Enrolment, EnrolmentState
from bot.enrolment.views import CANNOT_READ
from bot.programs import first_step_views
from bot.programs.model import PLANNING, Program
from bot.status.queries import Overview

DOES = {
    "signup": "take part, or change what you said",
    "status": "see your pair and your next session",
    "agenda": "post what you'll talk about next time",
    "ask": "ask somebody to be your partner",
    "skills": "see who can teach what",
    "discover": "find out, in ten quick statements, what you might want to learn",
    "mixer": "come to an informal round in a small group",
    "profile": "say when you work, which languages you speak, what to know about you",
    "pause": "take a break; it ends by itself",
    "return": "end your break",
    "leave": "leave a program, without giving a reason",
    "privacy": "see who sees what, get all that is stored about you, or have it erased",
    "match": "see who would be good together, and publish the pairs",
    "applications": "answer those who applied",
    "pair": "pair two people yourself; both are asked",
    "program": "see, create, change or close programs",
    "mixer new": "invite to an informal round",
    "roster": "bring in reporting lines and levels",
}
CREATE = {"program": "create a program and lead it"}
BESIDE = {"mixer new": "Invite to a mixer"}  # labels of what is no subcommand by itself


def first_steps(overview: Overview, labels: Labels) -> list[Block]:
    """For somebody who takes no part yet: what to do first, with the button that does it."""
    step = overview.first_step
    if step is None:
        return []
    if not step.may_join:
        return first_step_views.how_to_begin(step)
    said = paragraph("You don't take part in a program yet. Sign-up is open: want to join?")
    return [said, buttons(command_button(labels["signup"], "signup", style="primary"))]


def commands(overview: Overview) -> list[Block]:
    said = paragraph("This is what you can do:")
    blocks: list[Block] = [heading("Flipside: people of all levels learn from each other"), said]
    does = DOES | ({} if overview.led else CREATE)
    for title, names in _groups(overview).items():
        lines: list[Sequence[Part]] = [[code(f"/mentor {name}"), f" to {does[name]}"] for name in names]
        blocks += [paragraph(bold(title)), bullets(*lines)]
    return [*blocks, small(f"{CANNOT_READ} I never asked Slack for permission to read anybody's messages.")]


def deeds(overview: Overview, above: Sequence[Block], labels: Labels) -> list[Block]:
    """Buttons for all that they can do, but those that stand above already."""
    labels = {**labels, **BESIDE} | ({"signup": "Change my sign-up"} if overview.places else {})
    has_led = overview.first_step is not None and overview.first_step.has_led
    labels |= {} if overview.led or has_led else {"program": "Create a program"}
    standing = [one for block in above if block["type"] == "actions" for one in block["elements"]]
    there = {one["text"]["text"] for one in standing}
    hidden = {"status"} | ({"signup"} if overview.first_step else set())
    hidden |= {"agenda"} if any(one["action_id"] == "begin_agenda" for one in standing) else set()
    hidden |= {"program"} if overview.first_step and not has_led else set()
    blocks: list[Block] = []
    for title, names in _groups(overview).items():
        if does := [_does(labels, name) for name in names if name not in hidden and labels[name] not in there]:
            blocks += [paragraph(bold(title)), buttons(*does)]
    return [*blocks, small(CANNOT_READ)]


LEAD, LEARN, YOU, SELDOM = "The programs you lead", "Learn and teach", "You", "Now and then"


def _groups(overview: Overview) -> Mapping[str, list[str]]:
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
    command, _, text = name.partition(" ")
    return command_button(labels[name], command, text)


def may_ask(enrolment: Enrolment, program: Program) -> bool:
    return program.self_chosen and program.state in PLANNING and enrolment.state is EnrolmentState.ENROLLED
