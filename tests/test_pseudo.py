"""Every view in a language that nobody speaks: all of it is translated, and all of it fits into Slack."""

import re
from collections.abc import Iterator

import pytest

from bot.core.languages import speaking
from bot.core.reading import Reader, read_by
from bot.playground.slack import message_faults, view_faults
from tests.people_and_pairs import NOON
from tests.pseudo import ACCENTS, KEPT, PSEUDO, catalogue, pseudo, texts_of
from tests.shown import VIEWS, as_sent

# What people, or their leads, typed in the tests' views; and dates, which are not translated but written.
TYPED = [
    "Digital natives",
    "Green shoots",
    "Side by side",
    "Last year",
    "Beekeeping",
    "Prompting",
    "I like *stars*. <!channel>",
    "I like *stars*.",
    "*Marketing* <!channel>",
    "Sales",
    "Oslo & more",
    "promting",
    "zzz",
    "Finance",
    "Oslo",
    "Zoe",
    "shoe size",
    "“high”",
    "“app_access_restricted”",
    "Three videos",
    "sginup",
    "pizza",
    "This year",
    "Next year",
    "Sunrise",
    "Few places",
    "A need.",
    "Another need.",
    "Marketing",
    "What would you like to show?",
    "How <!channel> feels",
    "Where does it end?",
    "Why does nobody click?",
    "Where do I begin?",
    "Short video",
    "Volunteering",
    "Thursday at noon, *canteen* <!channel>",
    "Shall we look at <!channel> *podcasts*?",
    "<https://example.com|this>",
    "Skill",
]
AS_LONG_AS_IT_GETS = re.compile(r"\d*([A-Za-z])\1{9,}…?")  # what tests put where people may write at length
NOT_OURS = re.compile(
    "|".join(
        [
            *map(re.escape, TYPED),
            r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d+",
            r"\d [AP]M\b",
            r"\d:\d\d [AP]M\b",
            r"\b(?:and|or)\b",  # in a list
            r"\b[A-Z][a-z]+/[A-Z][a-z]+\b",  # a time zone
            r"\b(?:email|name|manager|manager_email|department|level|location)\b",  # columns of a roster
            r"\{date_long\}|\{time\}",
            r"\S+@\S+\.\S+",
            KEPT.pattern.strip("()"),
        ]
    )
)


@pytest.fixture(scope="module", autouse=True)
def _in_a_language_that_nobody_speaks() -> Iterator[None]:
    with speaking(PSEUDO, catalogue()):
        yield


def faults_of(name: str) -> list[str]:
    with read_by(Reader(None, NOON, PSEUDO)):
        sent = as_sent(name)
    found = list(view_faults(sent) if "type" in sent else message_faults(sent["blocks"]))
    for text in texts_of(sent):
        ours = NOT_OURS.sub("", AS_LONG_AS_IT_GETS.sub("", text))
        if plain := re.findall(r"[A-Za-z]{2,}", ours):
            found.append(f"not translated: {' '.join(plain)}")
        if text.count("⟦") != text.count("⟧") and not AS_LONG_AS_IT_GETS.search(text):
            found.append(f"cut off: {text}")
    return list(dict.fromkeys(found))


def test_every_view_is_translated_and_fits() -> None:
    wrong = [f"{name}: {fault}" for name in VIEWS for fault in faults_of(name)]
    assert not wrong, "\n".join(wrong)


def test_what_is_no_words_stays_as_it_is() -> None:
    kept = pseudo("Hi {name}, type /mentor signup or see https://example.com :tada: <!date^1^{time}|x>")
    assert [piece for piece in KEPT.split(kept) if KEPT.fullmatch(piece)] == [
        *["{name}", "/mentor signup", "https://example.com", ":tada:", "<!date^1^{time}|x>"]
    ]
    assert len(pseudo("twelve chars")) == 18
    assert not re.search("[A-Za-z]", "The quick brown fox".translate(ACCENTS))
