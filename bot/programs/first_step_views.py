"""An empty workspace says what to do first, with the button that does it, in a sentence that fits who asks."""

from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import Block, button, buttons, command_button, paragraph
from bot.core.sentences import _, together
from bot.programs.first_steps import FirstStep

NONE_OPEN = _("No program is open for sign-up right now.")
NONE_RUNNING = _("No program is running here right now.")
NONE_YET = _("There's no program here yet.")
CREATE_ONE = _("Create one: it takes two minutes, and you'll lead it.")
ASK_SOMEBODY = _(
    "In this workspace only a few people can create programs. Ask whoever looks after Flipside to start one, or to "
    "add you."
)


def leads_nothing(step: FirstStep) -> Tell:
    """In answer to what only leads can do."""
    if not step.has_begun:
        return nothing_yet(step)
    said = together(
        _("This is for the people who lead a program, and you don't lead one."),
        _("You can take part in one, though.") if step.may_join else "",
    )
    return Tell(Message([paragraph(said), *_deeds(step)]))


def nothing_yet(step: FirstStep) -> Tell:
    """Where nobody can do anything before there is a program."""
    return Tell(Message(how_to_begin(step)))


def how_to_begin(step: FirstStep) -> list[Block]:
    said = NONE_OPEN if step.has_begun else NONE_RUNNING if step.had_one else NONE_YET
    return [paragraph(together(said, CREATE_ONE if step.may_create else ASK_SOMEBODY)), *_deeds(step)]


def _deeds(step: FirstStep) -> list[Block]:
    deeds: list[dict[str, Any]] = []
    if step.may_join:
        deeds.append(command_button(_("Sign up"), "signup", style="primary"))
    if step.may_create:
        deeds.append(create_program(is_first=not step.may_join))
    if step.has_led:
        deeds.append(command_button(_("Show programs"), "program"))
    return [buttons(*deeds)] if deeds else []


def create_program(*, is_first: bool = False) -> dict[str, Any]:
    return button(_("Create a program"), "new_program", style="primary" if is_first else None)
