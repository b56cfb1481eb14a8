"""All that people see, by the name of its golden file; each feature's `shown.py` makes it up."""

from typing import Any

from bot.core.answers import Message, Tell
from tests.directory import shown as directory
from tests.enrolment import shown as applications
from tests.enrolment import signup_shown as signup
from tests.feedback import shown as feedback
from tests.matching import shown as matching
from tests.mixers import shown as mixers
from tests.nudges import shown as nudges
from tests.offers import shown as offers
from tests.pairs import shown as pairs
from tests.people import shown as people
from tests.privacy import shown as privacy
from tests.programs import shown as programs
from tests.requests import shown as requests
from tests.sessions import shown as sessions
from tests.skills import shown as skills
from tests.status import shown as status
from tests.workspaces import shown as workspaces

EACH = [
    *(
        workspaces.VIEWS,
        people.VIEWS,
        skills.VIEWS,
        programs.VIEWS,
        signup.VIEWS,
        applications.VIEWS,
        directory.VIEWS,
        mixers.VIEWS,
    ),
    *(pairs.VIEWS, offers.VIEWS, matching.VIEWS, requests.VIEWS, sessions.VIEWS, feedback.VIEWS, nudges.VIEWS),
    *(privacy.VIEWS, status.VIEWS),
]
VIEWS = {name: view for views in EACH for name, view in views.items()}


def as_sent(name: str) -> dict[str, Any]:
    made = VIEWS[name]()
    message = made.message if isinstance(made, Tell) else made
    return message.arguments() if isinstance(message, Message) else message
