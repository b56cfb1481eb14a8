"""Opening, pushing, updating and publishing views; trigger ids and hashes."""

import json

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Actor, StandIn, View, Violation
from tests.playground.slack.scripted import Clock, Json, ScriptedApp, actions, button, field, home, modal, section

FORM = modal(field("Dish"))


async def trigger(person: Actor, app: ScriptedApp, line: str = "/lunch") -> str:
    """A fresh trigger id, from a command."""
    await person.command(line)
    return str(app.payloads[-1]["trigger_id"])


async def inner_trigger(person: Actor, app: ScriptedApp) -> str:
    """A trigger id from a button in the modal on top."""
    await person.click("more")
    return str(app.payloads[-1]["trigger_id"])


def seen(person: Actor) -> View:
    assert person.modal is not None
    return person.modal


WITH_BUTTON = modal(field("Dish"), actions(button("more")))


async def test_a_modal_opens_for_the_person_of_the_trigger(maya: Actor, omar: Actor, app: ScriptedApp) -> None:
    opened = await app.web.views_open(trigger_id=await trigger(maya, app), view={**FORM, "callback_id": "dish"})
    assert seen(maya).id == opened["view"]["id"]
    assert seen(maya).callback_id == "dish"
    assert omar.modal is None


async def test_a_trigger_opens_one_modal(maya: Actor, app: ScriptedApp) -> None:
    trigger_id = await trigger(maya, app)
    await app.web.views_open(trigger_id=trigger_id, view=FORM)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await app.web.views_open(trigger_id=trigger_id, view=FORM)


async def test_a_trigger_lives_three_seconds(maya: Actor, app: ScriptedApp, clock: Clock) -> None:
    first, second = await trigger(maya, app), await trigger(maya, app)
    clock.turn(3.0)
    await app.web.views_open(trigger_id=first, view=FORM)
    clock.turn(0.1)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await app.web.views_open(trigger_id=second, view=FORM)


async def test_a_made_up_trigger_is_invalid(web: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await web.views_open(trigger_id="1.2.3", view=FORM)


async def test_a_refused_view_leaves_the_trigger_good(maya: Actor, app: ScriptedApp) -> None:
    trigger_id = await trigger(maya, app)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await app.web.views_open(trigger_id=trigger_id, view={"type": "modal"})
    await app.web.views_open(trigger_id=trigger_id, view=FORM)
    assert maya.modal


async def test_a_second_modal_replaces_the_first_and_is_reported(
    maya: Actor, app: ScriptedApp, violations: list[Violation]
) -> None:
    await app.web.views_open(trigger_id=await trigger(maya, app), view=FORM)
    first = seen(maya)
    await app.web.views_open(trigger_id=await trigger(maya, app), view=modal(section("Second")))
    assert not first.is_open
    assert [v.error for v in violations] == ["modal_is_open"]
    await maya.close_modal()
    assert maya.modal is None


async def test_a_stack_holds_three_views(maya: Actor, app: ScriptedApp) -> None:
    await app.web.views_open(trigger_id=await trigger(maya, app), view=WITH_BUTTON)
    root = seen(maya)
    for _ in range(2):
        below = seen(maya)
        await app.web.views_push(trigger_id=await inner_trigger(maya, app), view=WITH_BUTTON)
        assert (seen(maya).root_view_id, seen(maya).previous_view_id) == (root.id, below.id)
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await app.web.views_push(trigger_id=await inner_trigger(maya, app), view=WITH_BUTTON)


async def test_a_push_needs_a_trigger_from_inside_a_modal(maya: Actor, app: ScriptedApp) -> None:
    with pytest.raises(SlackApiError, match="not_found"):
        await app.web.views_push(trigger_id=await trigger(maya, app), view=FORM)


async def test_nothing_is_pushed_onto_the_home_tab(maya: Actor, app: ScriptedApp) -> None:
    await app.web.views_publish(user_id=maya.id, view=home(actions(button("more"))))
    with pytest.raises(SlackApiError) as refused:
        await app.web.views_push(trigger_id=await inner_trigger(maya, app), view=FORM)
    assert "root view" in refused.value.response["response_metadata"]["messages"][0]


async def test_a_push_onto_a_closed_modal_finds_nothing(maya: Actor, app: ScriptedApp) -> None:
    await app.web.views_open(trigger_id=await trigger(maya, app), view=WITH_BUTTON)
    trigger_id = await inner_trigger(maya, app)
    await maya.close_modal()
    with pytest.raises(SlackApiError, match="not_found"):
        await app.web.views_push(trigger_id=trigger_id, view=FORM)


async def test_an_update_keeps_what_was_typed_where_the_ids_stay(maya: Actor, app: ScriptedApp) -> None:
    await app.web.views_open(trigger_id=await trigger(maya, app), view=modal(field("Dish"), field("Drink")))
    await maya.fill("Dish", "Soup")
    await maya.fill("Drink", "Tea")
    renamed = field("Drink", block={"block_id": "other"})
    await app.web.views_update(view_id=seen(maya).id, view=modal(field("Dish"), renamed))
    assert seen(maya).state["dish"]["entry"]["value"] == "Soup"
    assert seen(maya).state["other"]["entry"]["value"] is None


async def test_an_update_with_a_stale_hash_is_a_conflict(maya: Actor, app: ScriptedApp) -> None:
    await app.web.views_open(trigger_id=await trigger(maya, app), view=FORM)
    first = seen(maya).hash
    answer = await app.web.views_update(view_id=seen(maya).id, hash=first, view=FORM)
    assert answer["view"]["hash"] != first
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await app.web.views_update(view_id=seen(maya).id, hash=first, view=FORM)


async def test_a_view_is_found_by_the_apps_own_id(maya: Actor, app: ScriptedApp) -> None:
    await app.web.views_open(trigger_id=await trigger(maya, app), view={**FORM, "external_id": "mine"})
    await app.web.views_update(external_id="mine", view={**FORM, "title": {"type": "plain_text", "text": "New"}})
    assert seen(maya).title == "New"


async def test_an_external_id_is_one_views_only(maya: Actor, omar: Actor, app: ScriptedApp) -> None:
    named = {**FORM, "external_id": "mine"}
    await app.web.views_open(trigger_id=await trigger(maya, app), view=named)
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await app.web.views_open(trigger_id=await trigger(omar, app), view=named)
    await maya.close_modal()
    await app.web.views_open(trigger_id=await trigger(omar, app), view=named)


async def test_a_closed_view_cannot_be_updated(maya: Actor, app: ScriptedApp) -> None:
    await app.web.views_open(trigger_id=await trigger(maya, app), view=FORM)
    view = seen(maya)
    await maya.close_modal()
    with pytest.raises(SlackApiError, match="not_found"):
        await app.web.views_update(view_id=view.id, view=FORM)


async def test_an_update_needs_one_of_the_two_ids(web: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await web.api_call("views.update", json={"view": FORM})


@pytest.mark.parametrize("view", [home(), "text", [1]])
async def test_a_modal_is_asked_for_where_a_modal_belongs(maya: Actor, app: ScriptedApp, view: object) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await app.web.api_call("views.open", json={"trigger_id": await trigger(maya, app), "view": view})


@pytest.mark.parametrize("method", ["views.open", "views.push", "views.update", "views.publish"])
async def test_a_refused_view_is_explained_with_a_pointer(maya: Actor, app: ScriptedApp, method: str) -> None:
    arguments: Json = {"view": modal(section("x"), section("y" * 3001))}
    match method:
        case "views.open":
            arguments["trigger_id"] = await trigger(maya, app)
        case "views.publish":
            arguments |= {"user_id": maya.id, "view": home(section("x"), section("y" * 3001))}
        case _:
            await app.web.views_open(trigger_id=await trigger(maya, app), view=WITH_BUTTON)
            more = {"trigger_id": await inner_trigger(maya, app), "view_id": seen(maya).id}
            name = "trigger_id" if method == "views.push" else "view_id"
            arguments[name] = more[name]
    with pytest.raises(SlackApiError) as refused:
        await app.web.api_call(method, json=arguments)
    assert refused.value.response["error"] == "invalid_arguments"
    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/view/blocks/1/text/text]"
    ]


async def test_a_view_weighs_at_most_250_kilobytes(maya: Actor, app: ScriptedApp) -> None:
    heavy = modal(*(section("x" * 2990) for _ in range(90)))
    assert len(json.dumps(heavy)) > 250_000
    with pytest.raises(SlackApiError, match="view_too_large"):
        await app.web.views_open(trigger_id=await trigger(maya, app), view=heavy)


async def test_a_home_tab_is_each_persons_own(maya: Actor, omar: Actor, web: AsyncWebClient) -> None:
    first = await web.views_publish(user_id=maya.id, view=home(section("Hello")))
    second = await web.views_publish(user_id=maya.id, view=home(section("Again")), hash=first["view"]["hash"])
    assert maya.home is not None
    assert maya.read(maya.home) == "Again"
    assert second["view"]["id"] == first["view"]["id"]
    assert omar.home is None
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await web.views_publish(user_id=maya.id, view=home(), hash=first["view"]["hash"])


async def test_a_home_tab_needs_a_person_and_the_feature(slack: StandIn, maya: Actor, web: AsyncWebClient) -> None:
    for nobody in ("U404", slack.bot_user_id):
        with pytest.raises(SlackApiError, match="invalid_arguments") as refused:
            await web.views_publish(user_id=nobody, view=home())
        assert refused.value.response["response_metadata"]["messages"] == [
            "[ERROR] invalid `user_id` [json-pointer:/user_id]"
        ]
    async with StandIn({"display_information": {"name": "Bare"}}) as bare:
        bare.add_person("U1", name="one")
        with pytest.raises(SlackApiError, match="not_enabled"):
            await AsyncWebClient(bare.bot_token, base_url=bare.api_url).views_publish(user_id="U1", view=home())


@pytest.mark.parametrize(("everything", "clear", "closed"), [(False, False, 1), (True, False, 2), (False, True, 2)])
async def test_the_app_hears_of_closed_views_that_asked_for_it(
    maya: Actor, app: ScriptedApp, everything: bool, clear: bool, closed: int
) -> None:
    view: Json = {**WITH_BUTTON, "notify_on_close": True, "clear_on_close": clear}
    await app.web.views_open(trigger_id=await trigger(maya, app), view=view)
    await app.web.views_push(trigger_id=await inner_trigger(maya, app), view=view)
    await maya.close_modal(everything=everything)
    heard = [payload for payload in app.payloads if payload.get("type") == "view_closed"]
    assert [payload["is_cleared"] for payload in heard] == [closed == 2] * closed
    assert (maya.modal is None) == (closed == 2)


async def test_a_view_that_did_not_ask_closes_in_silence(maya: Actor, app: ScriptedApp) -> None:
    await app.web.views_open(trigger_id=await trigger(maya, app), view=FORM)
    await maya.close_modal()
    assert [payload.get("type") for payload in app.payloads] == [None]
