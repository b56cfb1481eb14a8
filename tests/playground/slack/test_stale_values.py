"""Submissions that do not say what the person sees in the form, as Slack has sent after an update of a view."""

import pytest

from bot.playground.slack import Actor, StandIn
from tests.playground.slack.scripted import Json, ScriptedApp, field, modal, option

SECOND = modal(
    field("Drink", initial_value="Tea"),
    field("Sides", "checkboxes", options=[option("Bread")], initial_options=[option("Bread")]),
    field("Time", "timepicker", initial_time="12:00"),
    callback_id="second",
)


@pytest.fixture
async def app_with_two_pages(maya: Actor, app: ScriptedApp) -> ScriptedApp:
    """maya has filled in the first page and looks at the second."""

    def answer(payload: Json) -> Json | None:
        if payload.get("type") == "view_submission" and payload["view"]["callback_id"] == "first":
            return {"response_action": "update", "view": SECOND}
        return None

    app.script = answer
    await maya.command("/lunch")
    first = modal(field("Dish"), callback_id="first")
    await app.web.views_open(trigger_id=app.payloads[-1]["trigger_id"], view=first)
    return app


async def second_page(maya: Actor, app: ScriptedApp) -> Json:
    """What the app gets when the second page is sent."""
    await maya.fill("Time", "18:30")
    await maya.submit()
    view: Json = app.payloads[-1]["view"]
    assert view["callback_id"] == "second"
    return view


def values(view: Json) -> Json:
    found: Json = view["state"]["values"]
    return found


async def test_the_second_page_may_carry_the_first_pages_values(
    slack: StandIn, maya: Actor, app_with_two_pages: ScriptedApp
) -> None:
    slack.trouble.keep_old_values()
    await maya.submit({"Dish": "Soup"})
    view = await second_page(maya, app_with_two_pages)
    assert values(view) == {"dish": {"entry": {"type": "plain_text_input", "value": "Soup"}}}
    assert [block["block_id"] for block in view["blocks"]] == ["drink", "sides", "time"]


async def test_what_the_app_filled_in_may_come_back_empty(
    slack: StandIn, maya: Actor, app_with_two_pages: ScriptedApp
) -> None:
    slack.trouble.lose_initial_values()
    await maya.submit({"Dish": "Soup"})
    assert values(await second_page(maya, app_with_two_pages)) == {
        "drink": {"entry": {"type": "plain_text_input", "value": None}},
        "sides": {"entry": {"type": "checkboxes", "selected_options": []}},
        "time": {"entry": {"type": "timepicker", "selected_time": "18:30"}},
    }


@pytest.mark.parametrize("trouble", ["keep_old_values", "lose_initial_values"])
async def test_a_view_that_was_never_updated_is_sent_as_it_stands(
    slack: StandIn, maya: Actor, app_with_two_pages: ScriptedApp, trouble: str
) -> None:
    getattr(slack.trouble, trouble)()
    await maya.submit({"Dish": "Soup"})
    assert values(app_with_two_pages.payloads[-1]["view"])["dish"]["entry"]["value"] == "Soup"


@pytest.mark.parametrize("trouble", ["keep_old_values", "lose_initial_values"])
async def test_the_person_still_sees_what_they_typed_and_the_next_try_carries_it(
    slack: StandIn, maya: Actor, app_with_two_pages: ScriptedApp, trouble: str
) -> None:
    getattr(slack.trouble, trouble)()
    await maya.submit({"Dish": "Soup"})
    first = app_with_two_pages.script

    def refuse(payload: Json) -> Json | None:
        if payload.get("view", {}).get("callback_id") == "second":
            return {"response_action": "errors", "errors": {"drink": "Please press once more."}}
        return first(payload)  # type: ignore[return-value]

    app_with_two_pages.script = refuse
    await second_page(maya, app_with_two_pages)
    assert maya.modal is not None
    assert maya.modal.state["drink"]["entry"]["value"] == "Tea"
    again = values(await second_page(maya, app_with_two_pages))
    assert again["drink"]["entry"]["value"] == "Tea"
    assert again["sides"]["entry"]["selected_options"] == maya.modal.state["sides"]["entry"]["selected_options"]


async def test_trouble_with_values_can_be_called_off(
    slack: StandIn, maya: Actor, app_with_two_pages: ScriptedApp
) -> None:
    slack.trouble.keep_old_values()
    slack.trouble.lose_initial_values()
    slack.trouble.clear()
    await maya.submit({"Dish": "Soup"})
    assert values(await second_page(maya, app_with_two_pages))["drink"]["entry"]["value"] == "Tea"
