"""The form in which whoever installed the bot names who may create programs."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.sentences import _, pgettext
from bot.core.submissions import Submission

MOST = 100  # people named


@dataclass(frozen=True)
class CreatorsForm:
    creators: list[str]

    callback_id: ClassVar[str] = "creators"

    @classmethod
    def modal(cls, creators: Collection[str]) -> dict[str, Any]:
        """`creators` are the Slack ids of those named so far; none where everyone may."""
        return forms.modal(
            cls.callback_id,
            pgettext("the title of a form, 24 characters at most", "Who creates programs"),
            [
                forms.people_select(
                    "creators",
                    _("Who may create programs in this workspace?"),
                    hint=_("If you leave it empty, everyone may. Programs that exist keep their leads."),
                    initial=sorted(creators),
                    optional=True,
                    most=MOST,
                )
            ],
            submit=_("Save"),
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        return cls(submission.people("creators"))
