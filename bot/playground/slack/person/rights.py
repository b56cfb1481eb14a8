"""Where somebody may type and come in, and what of the app's they may run."""

from bot.playground.slack.conversations import Channel, ChannelKind, PostedMessage
from bot.playground.slack.manifest import Shortcut
from bot.playground.slack.workspace import WorkspaceState


def may_run(workspace: WorkspaceState, user: str) -> bool:
    """Commands and shortcuts are for the members of a workspace while the app is in it, and for its guests if it
    pleases the workspace. Buttons are for anybody who sees them."""
    member = workspace.members[user]
    is_at_home = workspace.grant.is_live and not member.is_stranger
    return is_at_home and (workspace.guests_use_apps or not member.is_guest)


def writable(workspace: WorkspaceState, user: str, channel: str) -> Channel:
    """A place that shows this person a composer.

    Raises `PermissionError` for any other: where they are not, an archived channel, and the app's direct message
    unless the manifest opens it.
    """
    conversation = workspace.conversations[channel]
    with_app = conversation.kind is ChannelKind.DIRECT and workspace.bot in conversation.members
    is_mute = conversation.is_archived or (with_app and not workspace.manifest.takes_words)
    if user not in conversation.members or is_mute:
        raise PermissionError(f"{workspace.members[user].name} cannot write in {channel}")
    return conversation


def check_coming(workspace: WorkspaceState, user: str) -> None:
    """Raises `PermissionError` for guests and people of another workspace, who come only where they are asked to."""
    member = workspace.members[user]
    if member.is_guest or member.is_stranger:
        raise PermissionError(f"{member.name} comes by invitation only")


def shortcut_called(workspace: WorkspaceState, user: str, name: str, message: PostedMessage | None) -> Shortcut:
    """A global shortcut, or one in the menu of a message that lasts, by its name or callback id.

    Raises `LookupError` where this person's client shows none of that name.
    """
    kind = "global" if message is None else "message"
    shown = may_run(workspace, user) and not (message and (message.ephemeral or message.deleted))
    for shortcut in workspace.manifest.shortcuts:
        if shown and shortcut.kind == kind and name in {shortcut.name, shortcut.callback_id}:
            return shortcut
    raise LookupError(f"no {kind} shortcut {name!r}")
