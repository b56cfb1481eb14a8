"""Menus whose initial options come out of several groups, which Slack has refused."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.slack import Actor, StandIn
from tests.playground.slack.scripted import Json, ScriptedApp, actions, field, modal, option, plain, section

GROUPS = [
    {"label": plain("Hot"), "options": [option("Soup"), option("Stew")]},
    {"label": plain("Cold"), "options": [option("Salad")]},
]


def menu(*chosen: str) -> Json:
    options = [option(dish) for dish in chosen]
    return {"type": "multi_static_select", "action_id": "dishes", "option_groups": GROUPS, "initial_options": options}


async def opened(maya: Actor, app: ScriptedApp, view: Json) -> None:
    await maya.command("/lunch")
    await app.web.views_open(trigger_id=app.payloads[-1]["trigger_id"], view=view)


@pytest.mark.parametrize(
    ("block", "where"),
    [
        (field("Dishes", **menu("Soup", "Salad")), "element"),
        (section("Dishes", accessory=menu("Soup", "Salad")), "accessory"),
        (actions(menu("Salad", "Stew")), "elements/0"),
    ],
    ids=["input", "section", "actions"],
)
async def test_a_view_with_choices_from_several_groups_is_refused_with_a_pointer(
    maya: Actor, app: ScriptedApp, block: Json, where: str
) -> None:
    with pytest.raises(SlackApiError) as refused:
        await opened(maya, app, modal(section("Lunch"), block))
    answer = refused.value.response
    pointer = f"/view/blocks/1/{where}/initial_options"
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        f"[ERROR] must be one of the provided options [json-pointer:{pointer}]"
    ]
    assert maya.modal is None


async def test_choices_from_one_group_are_taken(maya: Actor, app: ScriptedApp) -> None:
    await opened(maya, app, modal(field("Dishes", **menu("Soup", "Stew"))))
    assert maya.modal is not None


async def test_the_rule_can_be_switched_off(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    slack.trouble.refuses_spread_choices = False
    await opened(maya, app, modal(field("Dishes", **menu("Soup", "Salad"))))
    assert maya.modal is not None


async def test_the_rule_outlives_the_end_of_all_trouble(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    slack.trouble.clear()
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await opened(maya, app, modal(field("Dishes", **menu("Soup", "Salad"))))
