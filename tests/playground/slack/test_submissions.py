"""What happens on screen when the app answers a submission, or does not."""

import asyncio

import pytest

from bot.playground.slack import Actor, StandIn, Violation
from tests.playground.slack.scripted import (
    SILENCE,
    Json,
    ScriptedApp,
    actions,
    button,
    field,
    home,
    impatient,
    modal,
    section,
)

TROUBLE = "We had some trouble connecting. Try again?"
NEXT = modal(section("Next"), callback_id="next")


@pytest.fixture
async def form(maya: Actor, app: ScriptedApp) -> Json:
    """A form that maya has open, with a dish in it."""
    await maya.command("/lunch")
    view = modal(field("Dish"), section("Menu", block_id="menu"), actions(button("more")), callback_id="form")
    await app.web.views_open(trigger_id=app.payloads[-1]["trigger_id"], view=view)
    await maya.fill("Dish", "Soup")
    return view


def answering(app: ScriptedApp, ack: object) -> None:
    app.script = lambda payload: ack if payload.get("type") == "view_submission" else None


async def test_a_bare_acknowledgement_closes_the_view(maya: Actor, app: ScriptedApp, form: Json) -> None:
    assert (await maya.submit()).ok
    assert maya.modal is None
    payload = app.payloads[-1]
    assert payload["view"]["callback_id"] == "form"
    assert payload["view"]["state"]["values"]["dish"]["entry"]["value"] == "Soup"
    assert payload["response_urls"] == []


async def test_errors_stand_under_their_fields_and_nothing_typed_is_lost(
    maya: Actor, app: ScriptedApp, form: Json
) -> None:
    answering(app, {"response_action": "errors", "errors": {"dish": "We are out of soup."}})
    await maya.submit()
    assert maya.modal is not None
    assert maya.modal.errors == {"dish": "We are out of soup."}
    assert maya.modal.state["dish"]["entry"]["value"] == "Soup"
    assert "  ! We are out of soup." in maya.read(maya.modal)


async def test_an_update_changes_the_view_in_place(maya: Actor, app: ScriptedApp, form: Json) -> None:
    before = maya.modal
    answering(app, {"response_action": "update", "view": NEXT})
    await maya.submit()
    assert maya.modal is before
    assert maya.modal is not None
    assert maya.modal.callback_id == "next"


async def test_a_push_lays_a_view_on_top(maya: Actor, app: ScriptedApp, form: Json) -> None:
    below = maya.modal
    answering(app, {"response_action": "push", "view": NEXT})
    await maya.submit()
    assert maya.modal is not None
    assert maya.modal.callback_id == "next"
    await maya.close_modal()
    assert maya.modal is below


async def test_clear_closes_the_whole_stack(maya: Actor, app: ScriptedApp, form: Json) -> None:
    await maya.click("more")
    pushed = {**form, "callback_id": "second"}
    await app.web.views_push(trigger_id=app.payloads[-1]["trigger_id"], view=pushed)
    answering(app, {"response_action": "clear"})
    await maya.submit({"Dish": "Stew"})
    assert maya.modal is None


async def test_a_bare_acknowledgement_leaves_the_views_below(maya: Actor, app: ScriptedApp, form: Json) -> None:
    below = maya.modal
    await maya.click("more")
    await app.web.views_push(trigger_id=app.payloads[-1]["trigger_id"], view=form)
    await maya.submit({"Dish": "Stew"})
    assert maya.modal is below


@impatient
async def test_without_an_acknowledgement_the_form_stays_as_it_was_typed(
    maya: Actor, app: ScriptedApp, form: Json
) -> None:
    answering(app, SILENCE)
    delivery = await maya.submit()
    assert delivery.error == "operation_timeout"
    assert maya.modal is not None
    assert maya.modal.banner == TROUBLE
    assert maya.modal.state["dish"]["entry"]["value"] == "Soup"
    answering(app, None)
    await maya.submit()
    assert maya.modal is None


@impatient
async def test_a_late_acknowledgement_is_lost(maya: Actor, app: ScriptedApp, form: Json) -> None:
    gone, answered = asyncio.Event(), asyncio.Event()

    async def late() -> Json:
        await gone.wait()
        answered.set()
        return {"response_action": "clear"}

    app.script = lambda _payload: late()
    await maya.submit()
    gone.set()
    await answered.wait()
    app.script = lambda _payload: None
    await maya.click("more")  # by the time of its acknowledgement the late one has come too
    assert maya.modal is not None
    assert maya.modal.banner == TROUBLE


@pytest.mark.parametrize(
    ("ack", "error"),
    [
        ({"response_action": "dance"}, "invalid_response_action"),
        ({"response_action": "errors"}, "invalid_errors"),
        ({"response_action": "errors", "errors": {}}, "invalid_errors"),
        ({"response_action": "errors", "errors": {"nowhere": "x"}}, "invalid_errors"),
        ({"response_action": "errors", "errors": {"menu": "a section is no input"}}, "invalid_errors"),
        ({"response_action": "errors", "errors": {"dish": ""}}, "invalid_errors"),
        ({"response_action": "update"}, "invalid_arguments"),
        ({"response_action": "update", "view": home()}, "invalid_arguments"),
        ({"response_action": "push", "view": modal(section("x" * 3001))}, "invalid_arguments"),
    ],
)
async def test_an_answer_that_cannot_be_obeyed_looks_like_trouble(
    maya: Actor, app: ScriptedApp, form: Json, violations: list[Violation], ack: Json, error: str
) -> None:
    answering(app, ack)
    await maya.submit()
    assert maya.modal is not None
    assert maya.modal.banner == TROUBLE
    assert [(v.method, v.error) for v in violations] == [("response_action", error)]


async def test_a_view_pushed_before_the_acknowledgement_vanishes_with_it(
    maya: Actor, app: ScriptedApp, form: Json, violations: list[Violation]
) -> None:
    below = maya.modal

    async def push_first(trigger_id: str) -> None:
        await app.web.views_push(trigger_id=trigger_id, view=NEXT)

    app.script = lambda payload: push_first(payload["trigger_id"])
    await maya.submit()
    assert maya.modal is below
    assert [v.error for v in violations] == ["new_view_closed"]


async def test_a_form_without_a_submit_button_cannot_be_submitted(maya: Actor, app: ScriptedApp) -> None:
    await maya.command("/lunch")
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Menu"}, "blocks": [section("Soup")]}
    await app.web.views_open(trigger_id=app.payloads[-1]["trigger_id"], view=view)
    with pytest.raises(LookupError, match="no submit button"):
        await maya.submit()


async def test_a_menu_may_ask_for_a_reply_address(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    food = slack.add_channel("food", members=[maya.id])
    await maya.command("/lunch")
    view = modal(field("Where", "conversations_select", response_url_enabled=True))
    await app.web.views_open(trigger_id=app.payloads[-1]["trigger_id"], view=view)
    await maya.submit({"Where": "#food"})
    (address,) = app.payloads[-1]["response_urls"]
    assert (address["block_id"], address["action_id"], address["channel_id"]) == ("where", "entry", food)
    assert address["response_url"].startswith(slack.url)
