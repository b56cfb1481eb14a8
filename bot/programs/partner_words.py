"""The fields in which a lead says what the two are called on equal footing."""

from collections.abc import Mapping
from typing import Any

from bot.core import forms
from bot.core.blocks import Block
from bot.core.sentences import _
from bot.core.submissions import Submission
from bot.programs.model import PARTNER, PARTNER_PLURAL, PARTNER_WORD, PARTNERS
from bot.programs.wording import USUAL_PLURAL, USUAL_WORD


def partner_words(values: Mapping[str, Any]) -> list[Block]:
    """Empty, and said in the reader's language, until a lead chooses others."""
    word, plural = values["partner_word"], values["partner_plural"]
    if (word, plural) == (PARTNER, PARTNERS):
        word = plural = ""
    return [
        forms.text_input(
            "partner_word",
            _("On equal footing, what is each of them called?"),
            most=PARTNER_WORD,
            initial=word,
            optional=True,
            placeholder=USUAL_WORD[PARTNER],
            hint=_("Not used where they are mentor and mentee."),
        ),
        forms.text_input(
            "partner_plural",
            _("What are two of them called?"),
            most=PARTNER_PLURAL,
            initial=plural,
            optional=True,
            placeholder=USUAL_PLURAL[PARTNERS],
        ),
    ]


def read_partner_words(submission: Submission) -> tuple[str, str]:
    """One goes with the other: nobody can guess the plural of a word, in whatever language it is."""
    word = " ".join(submission.text("partner_word", most=PARTNER_WORD, required=False).split())
    plural = " ".join(submission.text("partner_plural", most=PARTNER_PLURAL, required=False).split())
    if word in ("", PARTNER) and plural in ("", PARTNERS):
        return PARTNER, PARTNERS
    if not plural:
        submission.refuse("partner_plural", _("Please say what two of them are called, too."))
    elif not word:
        submission.refuse("partner_word", _("Please say what one of them is called, too."))
    return word, plural
