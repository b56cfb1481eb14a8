"""Why somebody does not see what they asked for."""

from bot.core.answers import Answer, OpenModal
from bot.core.sentences import Sentence, _
from bot.core.slack import SlackProblem
from bot.core.slack_errors import Remedy

OUR_FAULT = _(
    "Sorry, something went wrong on our side, and I couldn't show you this. Please tell whoever looks after Flipside "
    "the reference {reference}."
)

FORM_TOO_LATE = _("Slack took too long to open the form. Nothing was lost; please try once more.")
ANSWER_TOO_LATE = _("Slack took too long to show you the answer. Nothing was lost; please try once more.")
FORM_TOO_SOON = _("Slack has asked me to slow down, so I couldn't open the form. Please try again in a minute.")
ANSWER_TOO_SOON = _("Slack has asked me to slow down, so I couldn't show you the answer. Please try again in a minute.")
NO_FORM = _("Slack couldn't open the form just now. Nothing was lost; please try once more.")
NO_ANSWER = _("Slack couldn't show you the answer just now. Nothing was lost; please try once more.")


def excuse(answer: Answer, problem: SlackProblem, reference: str) -> Sentence:
    """The one true reason why somebody does not see what they asked for."""
    is_form = isinstance(answer, OpenModal)
    if problem.is_late:
        return FORM_TOO_LATE if is_form else ANSWER_TOO_LATE
    if problem.retry_after is not None:
        return FORM_TOO_SOON if is_form else ANSWER_TOO_SOON
    if problem.remedy is Remedy.ANOTHER_TRY:
        return NO_FORM if is_form else NO_ANSWER
    return OUR_FAULT.given({"reference": reference})
