"""What Slack is told about the app: by Socket Mode as it stands in manifest.yml, or for a host that Slack calls."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

# The repository's own, where people look for it; here is a link to it, which a wheel holds as a file.
MANIFEST = Path(__file__).parent / "manifest.yml"
ENDINGS = ("app_uninstalled", "tokens_revoked")  # events; with one token in a setting there is nothing to forget


def manifest_for(url: str, *, rotates_tokens: bool = False) -> dict[str, Any]:
    """For an app that Slack calls at `url`, an `https_address`, and that any workspace or organisation can install."""
    manifest: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    calls = f"{url}/slack/events"
    for command in manifest["features"]["slash_commands"]:
        command["url"] = calls
    manifest["oauth_config"]["redirect_urls"] = [f"{url}/slack/oauth_redirect"]
    settings = manifest["settings"]
    events = settings["event_subscriptions"]["bot_events"]
    settings["event_subscriptions"] = {"request_url": calls, "bot_events": [*events, *ENDINGS]}
    settings["interactivity"] |= {"request_url": calls, "message_menu_options_url": calls}
    settings |= {
        "org_deploy_enabled": True,
        "socket_mode_enabled": False,
        "token_rotation_enabled": rotates_tokens,
    }
    return manifest


def https_address(text: str) -> str:
    """Without the slash at its end. Raises ValueError where Slack could not call it."""
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError
    return text.rstrip("/")


def written(url: str | None, *, rotates_tokens: bool = False) -> str:
    """As YAML, which Slack takes as it is."""
    if url is None:
        return MANIFEST.read_text(encoding="utf-8")
    return yaml.safe_dump(manifest_for(url, rotates_tokens=rotates_tokens), sort_keys=False, allow_unicode=True)
