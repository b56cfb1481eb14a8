"""The states of a pair, and what it may be in trouble for. Pure."""

import enum


class PairState(enum.StrEnum):
    ACTIVE = "active"
    ENDED = "ended"


class Trouble(enum.StrEnum):
    """Why a pair needs a lead's help."""

    LEFT = "left"  # the Slack account of one of the two is deactivated
    NOT_MEETING = "not_meeting"  # two sessions in a row that did not take place, as far as anybody said
