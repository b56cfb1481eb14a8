"""The manifest and the bot agree: nothing declared that is not there, nothing there that is not declared."""

import re
from pathlib import Path
from typing import Any

import yaml

from tests.the_table import TABLE

ROOT = Path(__file__).parents[1]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text())
SCOPES = set(MANIFEST["oauth_config"]["scopes"]["bot"])
# What each method asks of a bot, from Slack's method reference; a direct message and a group need one scope each.
NEEDS = {
    "auth.test": set(),
    "views.open": set(),
    "views.publish": set(),
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.open": {"im:write", "mpim:write"},
    "users.info": {"users:read", "users:read.email"},
    "files.info": {"files:read"},
    "files.getUploadURLExternal": {"files:write"},
    "files.completeUploadExternal": {"files:write"},
}


# All that it reads: who people are, and the one file that somebody gives it in a form.
PEOPLE_AND_FILES = {"users:read", "users:read.email", "files:read"}


def methods_called() -> set[str]:
    source = "\n".join(path.read_text() for path in (ROOT / "bot" / "core").glob("*.py"))
    source += (
        "\n".join(path.read_text() for path in (ROOT / "bot").glob("*/jobs.py"))
        + (ROOT / "bot/flipside.py").read_text()
    )
    return set(re.findall(r"\.call\(\s*\"([a-zA-Z.]+)\"", source))


def test_every_command_has_a_listener_and_the_reverse() -> None:
    assert [command["command"] for command in MANIFEST["features"]["slash_commands"]] == ["/mentor"]


def test_every_event_has_a_listener_and_the_reverse() -> None:
    declared = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert set(declared) == TABLE.names("event")


def test_it_asks_for_no_permission_to_read_messages() -> None:
    assert {scope for scope in SCOPES if ":read" in scope or ":history" in scope} == PEOPLE_AND_FILES


def test_every_method_it_calls_is_covered_by_a_scope_and_every_scope_is_needed() -> None:
    called = methods_called()
    assert called == set(NEEDS)
    assert set().union(*(NEEDS[method] for method in called)) | {"commands"} == SCOPES
