"""What an app may say through a reply address or in its acknowledgement of a command."""

from typing import Any

from bot.playground.slack.errors import ApiError
from bot.playground.slack.webapi.chat import content
from bot.playground.slack.workspace import WorkspaceState


def take_reply(workspace: WorkspaceState, path: str, args: dict[str, Any]) -> None:
    """Do what a reply asks: write a message, or replace or delete the one that the person acted on.

    Raises `ApiError` as `ReplyAddresses.use` and the content's rules have it.
    """
    address = workspace.reply_addresses.use(path)
    source = address.source
    if args.get("delete_original"):
        if source is not None:
            workspace.delete(source)
        return
    parts = content(workspace, "response_url", args)
    if args.get("replace_original") and source is not None:
        # Unlike chat.update, a replacement takes the old blocks away.
        workspace.rewrite(source, **{"blocks": [], **parts})
    else:
        _write(workspace, address.user, address.channel, parts, args)


def show_command_answer(workspace: WorkspaceState, user: str, channel: str, ack: dict[str, Any]) -> None:
    """The message in the acknowledgement of a command, if there is one."""
    if any(ack.get(name) for name in ("text", "blocks", "attachments")):
        parts = content(workspace, "ack", ack)
        _write(workspace, user, channel, parts, ack)


def _write(workspace: WorkspaceState, user: str, channel: str, parts: dict[str, Any], args: dict[str, Any]) -> None:
    """Only the person sees a reply, unless the app says `in_channel`. The app need not be in the place.

    Raises `invalid_response_type`.
    """
    kind = args.get("response_type") or "ephemeral"
    if kind not in ("ephemeral", "in_channel"):
        raise ApiError("invalid_response_type")
    only_for = user if kind == "ephemeral" else None
    thread = args.get("thread_ts")
    workspace.write(workspace.from_app(channel, only_for=only_for, thread_ts=thread, **parts))
