"""No message is longer than Slack takes, however long the texts in it are. Those `at_their_longest` try it out."""

import pytest

from tests.room import ROOM, characters
from tests.shown import VIEWS, as_sent

MESSAGES = [name for name in VIEWS if "blocks" in (sent := as_sent(name)) and "type" not in sent]


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_has_room_in_slack(name: str) -> None:
    assert characters(as_sent(name)["blocks"]) <= ROOM


@pytest.mark.parametrize(
    "name",
    [
        "applications_with_long_answers",
        "application_received_at_its_longest",
        "directory_at_its_longest",
        "who_offers_at_its_longest",
        "mixers_at_their_longest",
        "programs_led_at_their_longest",
        "proposals_at_their_longest",
        "which_program_to_join_at_their_longest",
    ],
)
def test_the_longest_ones_are_tried(name: str) -> None:
    assert characters(as_sent(name)["blocks"]) > ROOM / 3
