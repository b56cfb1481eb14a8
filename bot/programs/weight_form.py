"""The form with which leads say how much each thing counts."""

from collections.abc import Mapping
from typing import Any

from bot.core import forms
from bot.core.blocks import Block, paragraph
from bot.core.sentences import _, pgettext, say
from bot.core.submissions import Submission
from bot.programs.forms import EditForm
from bot.programs.rules.weights import HEAVIEST, WEIGHTS, differing, weights_of


class WeightsForm(EditForm):
    """Its one value is what a program stores, so that what is as usual stays so when the usual weights change."""

    callback_id = "edit_weights"
    title = pgettext("the title of a form, 24 characters at most", "Matching weights")
    fields = ("weights",)

    @classmethod
    def _inputs(cls, values: Mapping[str, Any]) -> list[Block]:
        weights = weights_of(values["weights"])
        about = paragraph(
            _(
                "Rules are never broken. Among the pairs that they allow, these weights decide who fits better. Only "
                "their proportions matter: twice the number counts twice as much, and 0 not at all."
            )
        )
        fields = [
            forms.number_input(
                name,
                weight.label,
                least=0,
                most=HEAVIEST,
                initial=weights[name],
                hint=say(_("{hint} Usually {usual}."), hint=weight.hint, usual=weight.usual),
                optional=False,
            )
            for name, weight in WEIGHTS.items()
        ]
        return [about, *fields]

    @classmethod
    def _values(cls, submission: Submission) -> dict[str, Any]:
        weights = {name: submission.whole(name, least=0, most=HEAVIEST) for name in WEIGHTS}
        if not any(weights.values()) and not submission.errors:
            submission.refuse("skills", _("Something has to count. Please give at least one of these more than 0."))
        return {"weights": differing(weights)}
