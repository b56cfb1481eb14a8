from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import bold, paragraph
from bot.core.sentences import _, pgettext, say
from bot.core.submissions import Submission
from bot.directory.queries import MOST_TYPED
from bot.skills.model import AddedSkill


@dataclass(frozen=True)
class MergeForm:
    """What an addition is another word for, as it was typed."""

    added_id: int
    into: str

    callback_id: ClassVar[str] = "merge_skill"

    @classmethod
    def modal(cls, added: AddedSkill) -> dict[str, Any]:
        blocks = [
            paragraph(say(_("{skill} was added by people here."), skill=bold(added.name))),
            forms.text_input(
                "into",
                _("What is it another word for?"),
                most=MOST_TYPED,
                placeholder=_("Data visualisation"),
                hint=_("Everybody who has it keeps it, under that name. This cannot be undone."),
            ),
        ]
        about = {"added": added.id}
        title = pgettext("the title of a form, 24 characters at most", "Merge a skill")
        return forms.modal(cls.callback_id, title, blocks, submit=_("Merge"), about=about)

    @classmethod
    def read(cls, submission: Submission) -> Self:
        missing = _("Please name a skill, such as “Data visualisation”.")
        into = submission.text("into", most=MOST_TYPED, missing=missing)
        submission.check()
        return cls(int(submission.about["added"]), into)
