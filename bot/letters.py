"""What the bot tells people, by kind: each feature's letters, in the order of the features."""

from bot.core.composing import Letters
from bot.enrolment.letters import LETTERS as ENROLMENT
from bot.matching.review.letters import LETTERS as REVIEW
from bot.matching.rounds.letters import LETTERS as ROUNDS
from bot.matching.search.letters import LETTERS as SEARCH
from bot.mixers.letters import LETTERS as MIXERS
from bot.nudges.letters import LETTERS as NUDGES
from bot.offers.letters import LETTERS as OFFERS
from bot.pairs.letters import LETTERS as PAIRS
from bot.people.letters import LETTERS as PEOPLE
from bot.privacy.letters import LETTERS as PRIVACY
from bot.programs.letters import LETTERS as PROGRAMS
from bot.sessions.letters import LETTERS as SESSIONS

LETTERS = Letters(
    [
        *(*PEOPLE, *PROGRAMS, *ENROLMENT, *MIXERS, *PAIRS, *OFFERS),
        *(*SEARCH, *REVIEW, *ROUNDS),
        *(*SESSIONS, *NUDGES, *PRIVACY),
    ]
)
