"""A short look at oneself, for leaders who cannot know what they do not know yet.

Each statement ends the sentence "I could explain to my team …". What somebody does not tick becomes a proposal of
what to learn; it is no test, and there is no score.
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import zip_longest

from bot.core.sentences import Sentence, _

PROPOSED = 8  # wishes at most: more would be a list to work through


@dataclass(frozen=True)
class Statement:
    """`topic` is the catalogue's, and so are the slugs in `skills`: the best one to begin with stands first."""

    key: str
    topic: Sentence
    text: Sentence
    skills: tuple[str, ...]


STATEMENTS: tuple[Statement, ...] = (
    Statement(
        "customers",
        _("Customers and generations"),
        _("how our youngest customers find us"),
        ("gen-z-customers", "digital-shopping", "trends"),
    ),
    Statement(
        "video",
        _("Social media and video"),
        _("why people watch one short video and skip the next"),
        ("short-video", "social-media", "creators"),
    ),
    Statement(
        "ai",
        _("AI"),
        _("what an AI assistant does well, and where it goes wrong"),
        ("ai-assistants", "prompting", "ai-ethics"),
    ),
    Statement(
        "data",
        _("Data"),
        _("what a chart shows, and what it leaves out"),
        ("data-literacy", "data-viz", "dashboards"),
    ),
    Statement(
        "tools",
        _("Digital tools"),
        _("which of our digital tools helps with which task"),
        ("online-collaboration", "slack", "automation"),
    ),
    Statement(
        "inclusion",
        _("Culture and inclusion"),
        _("when somebody feels left out here, and what helps"),
        ("inclusion", "speaking-up", "inclusive-language"),
    ),
    Statement(
        "sustainability",
        _("Sustainability"),
        _("which of our habits weigh most on the climate"),
        ("sustainability", "carbon-footprint", "climate"),
    ),
    Statement(
        "teamwork",
        _("Ways of working"),
        _("how a team plans its work a few weeks at a time"),
        ("agile", "flexible-work", "self-organisation"),
    ),
    Statement(
        "wellbeing",
        _("Wellbeing"),
        _("what helps people here to switch off after work"),
        ("wellbeing", "digital-detox", "mental-health"),
    ),
    Statement(
        "careers",
        _("Money and careers"),
        _("what makes young colleagues join us, stay or leave"),
        ("retention", "careers", "job-hunting"),
    ),
)


def proposed_wishes(ticked: Collection[str], already: Collection[str]) -> list[str]:
    """Slugs for the statements whose keys are not ticked: the first of each, then the second of each; at most 8.

    `already` are the slugs that the person wishes for; they are left out.
    """
    unticked = [statement.skills for statement in STATEMENTS if statement.key not in ticked]
    in_turns = [slug for turn in zip_longest(*unticked) for slug in turn if slug is not None]
    return [slug for slug in dict.fromkeys(in_turns) if slug not in already][:PROPOSED]
