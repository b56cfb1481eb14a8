"""What is offered for choosing fits into Slack, and no name stands for two skills."""

import re
from collections import Counter

from bot.core.blocks import OPTION
from bot.core.forms import OPTIONS
from bot.skills.rules.catalogue import CATALOGUE, LABELS
from bot.skills.rules.resolution import NAME, normalised
from bot.skills.rules.synonyms import SYNONYMS

# Stored in people's rows since the first release.
FIRST_SLUGS = {
    "short-video", "social-media", "linkedin", "podcasts", "online-communities", "creators", "ai-assistants",
    "prompting", "ai-ethics", "data-viz", "data-literacy", "automation", "slack", "online-collaboration",
    "remote-meetings", "no-code", "cybersecurity", "gaming", "gen-z-work", "gen-z-customers", "digital-shopping",
    "employer-brand", "trends", "inclusion", "inclusive-language", "accessibility", "lgbtq", "origins", "early-careers",
    "speaking-up", "agile", "flexible-work", "learning", "sustainability", "wellbeing", "startups"
}  # fmt: skip


def test_no_slug_that_people_may_have_chosen_has_gone() -> None:
    assert set(LABELS) >= FIRST_SLUGS


def test_a_slug_stands_under_one_topic() -> None:
    assert Counter(slug for skills in CATALOGUE.values() for slug in skills).most_common(1)[0][1] == 1


def test_a_slug_is_short_and_plain() -> None:
    assert [slug for slug in LABELS if not re.fullmatch(r"[a-z0-9-]{2,40}", slug)] == []


def test_labels_are_short_and_unique() -> None:
    assert [label for label in LABELS.values() if not 2 <= len(label) <= NAME] == []
    assert len(set(map(normalised, LABELS.values()))) == len(LABELS)


def test_topics_fit_into_a_select() -> None:
    assert [topic for topic in CATALOGUE if not 1 <= len(str(topic)) <= OPTION] == []
    assert [topic for topic, skills in CATALOGUE.items() if not 1 <= len(skills) <= OPTIONS] == []
    assert len(CATALOGUE) <= OPTIONS


def test_every_skill_has_other_names_and_they_belong_to_a_skill() -> None:
    assert set(SYNONYMS) == set(LABELS)
    assert [slug for slug, names in SYNONYMS.items() if not all(names)] == []


def test_a_name_stands_under_one_skill_and_only_once() -> None:
    names = [LABELS[slug] for slug in LABELS] + [name for names in SYNONYMS.values() for name in names]
    keys = Counter(map(normalised, names))
    assert "" not in keys
    assert [key for key, count in keys.items() if count > 1] == []
