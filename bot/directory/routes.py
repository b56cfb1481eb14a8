"""The directory: who teaches what, and the skills that people added."""

from bot.core.routing import Routes, command, press, submit
from bot.core.sentences import _
from bot.directory import listeners
from bot.directory.forms import MergeForm
from bot.directory.views import CHOICES, TURNS

ROUTES = Routes(
    "directory",
    [
        command(
            "skills",
            listeners.show_skills,
            label=_("Who teaches what?"),
            also="skill directory topics who fähigkeiten ferdigheter",
        ),
        *(press(choice, listeners.choose_skill) for choice in CHOICES),
        *(press(turn, listeners.turn_page) for turn in TURNS),
        press("begin_merge", listeners.begin_merge),
        submit(MergeForm, listeners.submit_merge),
        press("delete_skill", listeners.delete_skill),
    ],
)
