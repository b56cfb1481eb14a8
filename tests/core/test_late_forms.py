"""Forms that come back after their submission, with what was typed."""

import itertools
from typing import Any

from bot.core.late_forms import form_again
from bot.playground.slack import view_faults
from bot.playground.slack.blocks import completed
from bot.playground.slack.inputs import values
from tests.shown import VIEWS, as_sent


def forms() -> dict[str, dict[str, Any]]:
    shown = {name: as_sent(name) for name in VIEWS}
    return {name: view for name, view in shown.items() if view.get("type") == "modal" and view.get("submit")}


def test_slack_takes_every_form_of_ours_again_and_it_holds_the_same() -> None:
    for name, form in forms().items():
        blocks = completed(form["blocks"], map("b{}".format, itertools.count()).__next__)
        held = values(blocks)
        first = [block["block_id"] for block in blocks if block["type"] == "input"][:1]
        errors = dict.fromkeys(first, "Please choose.")
        again = form_again({**form, "blocks": blocks, "state": {"values": held}}, errors)
        assert view_faults(again) == [], name
        assert values(again["blocks"]) == held, name
        assert str(again).count("Please choose.") == len(errors), name
