"""Whom an app may see, and whom it may write to."""

from collections.abc import Iterable

from bot.playground.slack.conversations import Conversation, Kind
from bot.playground.slack.errors import ApiError
from bot.playground.slack.members import Member
from bot.playground.slack.workspace import Workspace

SLACKBOT = "USLACKBOT"  # a bot, though Slack's `is_bot` denies it


def is_automatic(member: Member) -> bool:
    """An app's user or Slackbot: no app can have a direct message with one."""
    return member.is_bot or member.id == SLACKBOT


def is_met(workspace: Workspace, member: Member) -> bool:
    """Somebody of another organisation is there for an app only where they share a conversation."""
    return not member.is_stranger or any(
        member.id in place.members for place in workspace.conversations.values() if _open_to_app(workspace, place)
    )


def seen(workspace: Workspace, user: str) -> Member:
    """Raises `user_not_found`, `user_not_visible`."""
    member = workspace.member(user)
    if not is_met(workspace, member):
        raise ApiError("user_not_visible")
    return member


def check_together(workspace: Workspace, members: Iterable[Member]) -> None:
    """Raises `invalid_user_combination` for people of other organisations who are in no channel together."""
    strangers = {member.id for member in members if member.is_stranger}
    channels = [place for place in workspace.conversations.values() if place.kind in {Kind.PUBLIC, Kind.PRIVATE}]
    if strangers and not any(strangers <= set(place.members) for place in channels):
        raise ApiError("invalid_user_combination")


def check_invitation(workspace: Workspace, member: Member) -> None:
    """Raises `cant_invite`, `no_external_invite_permission`, `ura_max_channels`."""
    if member.deleted:
        raise ApiError("cant_invite")
    if member.is_stranger:
        raise ApiError("no_external_invite_permission")
    channels = [place for place in workspace.conversations.values() if place.kind in {Kind.PUBLIC, Kind.PRIVATE}]
    if member.is_ultra_restricted and any(member.id in place.members for place in channels):
        raise ApiError("ura_max_channels")


def _open_to_app(workspace: Workspace, place: Conversation) -> bool:
    return place.kind is Kind.PUBLIC or workspace.bot in place.members
