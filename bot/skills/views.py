from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import Block, bold, bullets, code, paragraph, plain, small
from bot.core.sentences import _, all_of, pgettext, say, together
from bot.core.submissions import Submission
from bot.skills.rules.catalogue import LABELS
from bot.skills.rules.discovery import STATEMENTS

TITLE = pgettext("the title of a form, 24 characters at most", "What could you learn?")
SIGNUP = code("/mentor signup")


@dataclass(frozen=True)
class DiscoveryForm:
    """`ticked` are keys of STATEMENTS. They are forgotten once the proposals are made."""

    ticked: list[str]

    callback_id: ClassVar[str] = "discover"

    @classmethod
    def modal(cls) -> dict[str, Any]:
        blocks = [
            paragraph(
                _("Tick what you could explain to your team. What you leave out becomes an idea of what to learn.")
            ),
            forms.checkboxes(
                "ticked",
                _("I could explain to my team …"),
                [(statement.key, statement.text) for statement in STATEMENTS],
            ),
            small(_("Nothing of this is stored, and nobody sees it. It is no test, and there is no score.")),
        ]
        return forms.modal(cls.callback_id, TITLE, blocks, submit=_("Show me ideas"))

    @classmethod
    def read(cls, submission: Submission) -> Self:
        return cls(submission.choices("ticked", [statement.key for statement in STATEMENTS]))


@dataclass(frozen=True)
class WishesForm:
    """Which of the proposed skills somebody wishes for, by slug."""

    wishes: list[str]

    callback_id: ClassVar[str] = "add_wishes"

    @classmethod
    def modal(cls, proposed: Sequence[str], room: int) -> dict[str, Any]:
        """`room` is how many wishes they may add, one at least; as many are chosen already."""
        hint = _("Up to {room}, after the wishes that you have. Only your partner will see what you wish for.")
        blocks = [
            paragraph(_("These could be worth a talk with somebody who is ahead. Keep what makes you curious.")),
            forms.multi_select(
                "wishes",
                _("Add to my wishes"),
                [(slug, LABELS[slug]) for slug in proposed],
                initial=proposed[:room],
                hint=say(hint, room=room),
                optional=False,
                most=room,
            ),
        ]
        return forms.modal(cls.callback_id, TITLE, blocks, submit=_("Add"))

    @classmethod
    def read(cls, submission: Submission) -> Self:
        wishes = submission.choices("wishes", list(LABELS))
        if not wishes:
            submission.refuse("wishes", _("Please choose at least one, or press Not now."))
        submission.check()
        return cls(wishes)


def nothing_to_learn() -> dict[str, Any]:
    return _page(
        paragraph(together(bold(_("You could teach all of it.")), _("That is rare, and worth sharing."))),
        paragraph(say(_("To teach somebody here, type {command}."), command=SIGNUP)),
        paragraph(
            say(
                _("To see what others teach, which may still tempt you, type {command}."),
                command=code("/mentor skills"),
            )
        ),
    )


def wished_already() -> dict[str, Any]:
    said = _("All that I could propose is among your wishes already. To change them, type {command}.")
    return _page(paragraph(say(said, command=SIGNUP)))


def no_room(proposed: Sequence[str]) -> dict[str, Any]:
    said = _(
        "You have five wishes already, and that is the most. To put one of these in place of another, type {command}."
    )
    return _page(
        paragraph(_("These could be worth a talk with somebody who is ahead:")),
        bullets(*[LABELS[slug] for slug in proposed]),
        paragraph(say(said, command=SIGNUP)),
    )


def wishes_added(slugs: Sequence[str]) -> dict[str, Any]:
    if not slugs:
        return wished_already()
    next_step = _(
        "I look for a partner who offers them once you take part in a program. To join one, or to put your wishes into "
        "another order, type {command}."
    )
    wishes = all_of([bold(LABELS[slug]) for slug in slugs])
    return _page(
        paragraph(say(_("Added to your wishes: {wishes}."), wishes=wishes)),
        paragraph(say(next_step, command=SIGNUP)),
    )


def _page(*blocks: Block) -> dict[str, Any]:
    """A modal with nothing to fill in."""
    return {"type": "modal", "title": plain(TITLE), "close": plain(_("Close")), "blocks": list(blocks)}
