"""The form with which somebody brings a roster."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import bold, bullets, code, paragraph, small
from bot.core.sentences import _, pgettext, say
from bot.core.submissions import Submission
from bot.people.rules.roster_fields import COLUMNS
from bot.people.rules.roster_file import MOST_IN_SLACK

EXAMPLE = (
    ",".join(COLUMNS),
    "zoe@example.com,Zoe Martin,astrid@example.com,Finance,1,Oslo",
    "astrid@example.com,Astrid Moen,,Finance,4,Oslo",
)


@dataclass(frozen=True)
class RosterForm:
    file_id: str

    callback_id: ClassVar[str] = "roster"

    @classmethod
    def modal(cls) -> dict[str, Any]:
        return forms.modal(
            cls.callback_id,
            pgettext("the title of a form, 24 characters at most", "Upload the roster"),
            [
                paragraph(
                    _(
                        "A CSV file that says who reports to whom, and at which level. With it I never pair anyone "
                        "within one reporting line. It looks like this:"
                    )
                ),
                *[paragraph(code(line)) for line in EXAMPLE],
                bullets(
                    say(
                        _("{column} is the address that someone has in Slack. It ties them to their line."),
                        column=bold("email"),
                    ),
                    say(_("{column} is a whole number: the higher, the more senior."), column=bold("level")),
                    say(
                        _("Only {column} has to be filled in on every line. Keep the first line as it is."),
                        column=bold("email"),
                    ),
                    _("Names help me tell you about problems. I don't keep them."),
                ),
                forms.file_input(
                    "file",
                    _("Your file"),
                    types=["csv"],
                    hint=say(
                        _("CSV in UTF-8, up to {size} MB. In Excel: Save As, “CSV UTF-8”."),
                        size=MOST_IN_SLACK // 1_000_000,
                    ),
                ),
                small(_("I'll read it first and tell you what it would change. Nothing changes before you say so.")),
            ],
            submit=_("Check it"),
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        file_id = submission.file("file", missing=_("Please choose a file."))
        submission.check()
        return cls(file_id)
