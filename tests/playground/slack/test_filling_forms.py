"""Every kind of input: what a person gives, what Slack's client lets pass, and what the app gets."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot.playground.slack import Actor, StandIn
from tests.playground.slack.scripted import Json, ScriptedApp, field, modal, option

DISHES = [option("Soup"), option("Stew")]
GROUPS = [{"label": {"type": "plain_text", "text": "Hot"}, "options": DISHES}]


async def show(person: Actor, app: ScriptedApp, *blocks: Json) -> None:
    await person.command("/lunch")
    await app.web.views_open(trigger_id=app.payloads[-1]["trigger_id"], view=modal(*blocks))


async def submitted(person: Actor, app: ScriptedApp) -> Json:
    """The state of the one field, as the app got it."""
    delivery = await person.submit()
    assert delivery.ok, person.modal and person.modal.errors
    state: Json = app.payloads[-1]["view"]["state"]["values"]["field"]["entry"]
    return state


def chosen(text: str) -> Json:
    """An option as it comes back: Slack adds its switch."""
    return {"text": {"type": "plain_text", "text": text, "emoji": True}, "value": text.lower()}


@pytest.mark.parametrize(
    ("kind", "element", "given", "expected"),
    [
        ("plain_text_input", {}, "Soup", {"value": "Soup"}),
        ("email_text_input", {}, "a@example.com", {"value": "a@example.com"}),
        ("url_text_input", {}, "https://example.com", {"value": "https://example.com"}),
        ("number_input", {"is_decimal_allowed": True}, 2.5, {"value": "2.5"}),
        ("static_select", {"options": DISHES}, "Stew", {"selected_option": chosen("Stew")}),
        ("static_select", {"option_groups": GROUPS}, "stew", {"selected_option": chosen("Stew")}),
        ("radio_buttons", {"options": DISHES}, "Soup", {"selected_option": chosen("Soup")}),
        (
            "multi_static_select",
            {"options": DISHES},
            ["Soup", "stew"],
            {"selected_options": [chosen("Soup"), chosen("Stew")]},
        ),
        ("checkboxes", {"options": DISHES}, ["stew"], {"selected_options": [chosen("Stew")]}),
        ("users_select", {}, "U0MAYA", {"selected_user": "U0MAYA"}),
        ("multi_users_select", {}, ["U0MAYA"], {"selected_users": ["U0MAYA"]}),
        ("conversations_select", {}, "#food", {"selected_conversation": "C00000001"}),
        ("multi_conversations_select", {}, ["C00000001"], {"selected_conversations": ["C00000001"]}),
        ("channels_select", {}, "#food", {"selected_channel": "C00000001"}),
        ("multi_channels_select", {}, ["#food"], {"selected_channels": ["C00000001"]}),
        ("datepicker", {}, "2026-11-20", {"selected_date": "2026-11-20"}),
        ("datepicker", {}, date(2026, 11, 20), {"selected_date": "2026-11-20"}),
        ("timepicker", {}, "09:30", {"selected_time": "09:30"}),
        ("timepicker", {}, time(9, 30), {"selected_time": "09:30"}),
        ("datetimepicker", {}, 1_800_000_000, {"selected_date_time": 1_800_000_000}),
        ("datetimepicker", {}, datetime(2027, 1, 15, 8, tzinfo=UTC), {"selected_date_time": 1_800_000_000}),
    ],
)
async def test_an_input_holds_what_was_given(
    slack: StandIn, maya: Actor, app: ScriptedApp, kind: str, element: Json, given: object, expected: Json
) -> None:
    slack.add_channel("food", members=[maya.id])
    await show(maya, app, field("Field", kind, **element))
    await maya.fill("Field", given)
    assert await submitted(maya, app) == {"type": kind, **expected}


async def test_rich_text_is_kept_as_rich_text(maya: Actor, app: ScriptedApp) -> None:
    await show(maya, app, field("Field", "rich_text_input"))
    await maya.fill("Field", "*no markup*")
    state = await submitted(maya, app)
    assert state["rich_text_value"]["elements"][0]["elements"] == [{"type": "text", "text": "*no markup*"}]


async def test_files_are_uploaded_with_the_form(maya: Actor, app: ScriptedApp, tmp_path: Path) -> None:
    path = tmp_path / "menu.csv"
    path.write_bytes(b"soup,5")
    await show(maya, app, field("Field", "file_input", max_files=2, filetypes=["csv"]))
    await maya.fill("Field", [path, ("more.csv", b"stew,7")])
    files = (await submitted(maya, app))["files"]
    assert [(file["name"], file["size"], file["user"]) for file in files] == [
        ("menu.csv", 6, maya.id),
        ("more.csv", 6, maya.id),
    ]


@pytest.mark.parametrize(
    ("kind", "element", "state"),
    [
        ("plain_text_input", {"initial_value": "Soup"}, {"value": "Soup"}),
        ("static_select", {"options": DISHES, "initial_option": DISHES[0]}, {"selected_option": chosen("Soup")}),
        ("checkboxes", {"options": DISHES, "initial_options": DISHES[:1]}, {"selected_options": [chosen("Soup")]}),
        ("multi_users_select", {"initial_users": ["U0MAYA"]}, {"selected_users": ["U0MAYA"]}),
        ("datepicker", {"initial_date": "2026-01-02"}, {"selected_date": "2026-01-02"}),
        ("datetimepicker", {"initial_date_time": 1_800_000_000}, {"selected_date_time": 1_800_000_000}),
    ],
)
async def test_an_untouched_input_holds_its_initial_value(
    maya: Actor, app: ScriptedApp, kind: str, element: Json, state: Json
) -> None:
    await show(maya, app, field("Field", kind, **element))
    assert await submitted(maya, app) == {"type": kind, **state}


@pytest.mark.parametrize(
    ("kind", "empty"),
    [
        ("plain_text_input", {"value": None}),
        ("static_select", {"selected_option": None}),
        ("checkboxes", {"selected_options": []}),
    ],
)
async def test_an_optional_input_may_stay_empty(maya: Actor, app: ScriptedApp, kind: str, empty: Json) -> None:
    element = {} if kind == "plain_text_input" else {"options": DISHES}
    await show(maya, app, field("Field", kind, block={"optional": True}, **element))
    assert await submitted(maya, app) == {"type": kind, **empty}


@pytest.mark.parametrize(
    ("kind", "element", "given", "complaint"),
    [
        ("plain_text_input", {}, "  ", "Please complete this required field."),
        ("checkboxes", {"options": DISHES}, [], "Please complete this required field."),
        ("plain_text_input", {"min_length": 3}, "ab", "Please enter at least 3 characters."),
        ("plain_text_input", {"max_length": 3}, "abcd", "Please enter no more than 3 characters."),
        ("plain_text_input", {}, "x" * 3001, "Please enter no more than 3000 characters."),
        ("number_input", {"is_decimal_allowed": False}, "2.5", "Please enter a whole number."),
        ("number_input", {"is_decimal_allowed": True}, "two", "Please enter a number."),
        ("number_input", {"is_decimal_allowed": False, "min_value": "1"}, "0", "Please enter a number of at least 1."),
        ("number_input", {"is_decimal_allowed": False, "max_value": "1"}, "2", "Please enter a number of at most 1."),
        ("email_text_input", {}, "a at b", "Please enter a valid email address."),
        ("url_text_input", {}, "example", "Please enter a valid URL."),
        (
            "multi_static_select",
            {"options": DISHES, "max_selected_items": 1},
            ["soup", "stew"],
            "Please select no more than 1.",
        ),
        ("file_input", {"max_files": 1}, [("a.csv", b""), ("b.csv", b"")], "Please upload no more than 1 files."),
        ("file_input", {}, ("a.csv", b"x" * (10 * 1024**2 + 1)), "Please upload files of 10 MB or less."),
        ("file_input", {"filetypes": ["csv"]}, [("a.png", b"")], "Please upload only these types of files: csv."),
    ],
)
async def test_slacks_client_holds_back_a_form_with_a_wrong_field(
    maya: Actor, app: ScriptedApp, kind: str, element: Json, given: object, complaint: str
) -> None:
    await show(maya, app, field("Field", kind, **element))
    delivery = await maya.submit({"Field": given})
    assert delivery.error == "not_sent"
    assert maya.modal is not None
    assert maya.modal.errors == {"field": complaint}
    assert all(payload.get("type") != "view_submission" for payload in app.payloads)


async def test_the_complaint_goes_once_the_field_is_right(maya: Actor, app: ScriptedApp) -> None:
    await show(maya, app, field("Field"))
    await maya.submit()
    await maya.fill("Field", "Soup")
    assert maya.modal is not None
    assert maya.modal.errors == {}
    assert (await submitted(maya, app))["value"] == "Soup"


@pytest.mark.parametrize("name", ["Field", "field", "entry"])
async def test_a_field_is_found_by_label_block_or_action(maya: Actor, app: ScriptedApp, name: str) -> None:
    await show(maya, app, field("Field"))
    await maya.fill(name, "Soup")
    assert (await submitted(maya, app))["value"] == "Soup"


async def test_what_is_not_there_cannot_be_filled_in_or_picked(maya: Actor, app: ScriptedApp) -> None:
    with pytest.raises(LookupError, match="no modal open"):
        await maya.fill("Field", "x")
    await show(maya, app, field("Field", "static_select", options=DISHES))
    with pytest.raises(LookupError, match="there are: 'Field'"):
        await maya.fill("Feld", "x")
    with pytest.raises(LookupError, match="there are: 'Soup', 'Stew'"):
        await maya.fill("Field", "Cake")
    await show(maya, app, field("Field", "datepicker"))
    with pytest.raises(ValueError, match="Invalid isoformat"):
        await maya.fill("Field", "tomorrow")


async def test_a_menu_of_channels_lists_what_its_filter_allows(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    secret = slack.add_channel("secret", members=[maya.id], is_private=True)
    foreign = slack.add_channel("foreign", is_private=True)
    await show(maya, app, field("Field", "conversations_select", filter={"include": ["private"]}))
    for channel in (foreign, maya.dm):
        with pytest.raises(LookupError):
            await maya.fill("Field", channel)
    await maya.fill("Field", secret)
    assert (await submitted(maya, app))["selected_conversation"] == secret


async def test_an_app_may_hear_of_a_change_at_once(maya: Actor, app: ScriptedApp) -> None:
    watched = field("Field", "static_select", options=DISHES, block={"dispatch_action": True})
    await show(maya, app, watched, field("Quiet"))
    assert (await maya.fill("Quiet", "x")).error == "not_sent"
    assert (await maya.fill("Field", "Stew")).ok
    payload = app.payloads[-1]
    assert payload["type"] == "block_actions"
    assert payload["actions"][0]["selected_option"] == chosen("Stew")
    assert payload["view"]["state"]["values"]["field"]["entry"]["selected_option"] == chosen("Stew")


def suggesting(*texts: str) -> Any:
    """A script that offers the options which hold what was typed."""

    def script(payload: Json) -> object:
        if payload.get("type") != "block_suggestion":
            return None
        return {"options": [option(text) for text in texts if payload["value"].lower() in text.lower()]}

    return script


async def test_a_typeahead_asks_the_app_for_its_options(maya: Actor, app: ScriptedApp) -> None:
    app.script = suggesting("Soup", "Soufflé", "Stew")
    await show(maya, app, field("Field", "external_select", min_query_length=2))
    assert [o["text"]["text"] for o in await maya.options("Field", "sou")] == ["Soup", "Soufflé"]
    asked = app.payloads[-1]
    assert (asked["action_id"], asked["block_id"], asked["value"]) == ("entry", "field", "sou")
    await maya.fill("Field", "Soup")
    assert (await submitted(maya, app))["selected_option"] == option("Soup")


async def test_several_are_picked_one_query_each(maya: Actor, app: ScriptedApp) -> None:
    app.script = suggesting("Soup", "Stew")
    await show(maya, app, field("Field", "multi_external_select"))
    await maya.fill("Field", ["Soup", option("Stew")])
    assert (await submitted(maya, app))["selected_options"] == [option("Soup"), option("Stew")]


async def test_slack_asks_nothing_before_enough_was_typed(maya: Actor, app: ScriptedApp) -> None:
    await show(maya, app, field("Field", "external_select"))
    before = len(app.payloads)
    assert await maya.options("Field", "so") == []
    assert len(app.payloads) == before


async def test_options_that_break_the_rules_are_not_shown(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    broken: list[object] = []
    slack.observe(lambda record: broken.append(record) if "invalid_options" in repr(record) else None)
    app.script = lambda payload: {"options": [option("x" * 76)]} if "value" in payload else None
    await show(maya, app, field("Field", "external_select"))
    assert await maya.options("Field", "xxx") == []
    assert len(broken) == 1
