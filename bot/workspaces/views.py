from collections.abc import Sequence

from bot.core.answers import Message, Tell
from bot.core.blocks import Block, Part, button, buttons, paragraph, who
from bot.core.sentences import _, all_of, say
from bot.workspaces.creators import Creators


def who_creates(creators: Creators) -> list[Block]:
    """For Home of whoever installed the bot."""
    choose = button(_("Choose who creates programs"), "begin_creators")
    return [paragraph(say(_("You installed Flipside here. {rule}"), rule=_rule(creators))), buttons(choose)]


def creators_saved(slack_ids: Sequence[str]) -> Tell:
    said = say(_("Saved. {rule}"), rule=_rule(frozenset(slack_ids) or "everyone"))
    return Tell(Message([paragraph(said)]))


def _rule(creators: Creators) -> Part:
    if creators == "everyone":
        return say(_("Everyone in this workspace may create programs."))
    return say(_("These people may create programs: {people}."), people=all_of([who(one) for one in sorted(creators)]))
