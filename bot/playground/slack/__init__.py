"""A stand-in for Slack on this machine, for any app: strict where Slack is strict, and deterministic.

It knows nothing of the app that uses it. `StandIn` is the server and a workspace, `Team` any workspace, `Actor`
somebody in one, `Mishaps` what goes wrong on command, and the records are what an observer sees of the traffic.
"""

from bot.playground.slack.blocks import message_faults, view_faults
from bot.playground.slack.conversations import Channel, ChannelKind, PostedMessage
from bot.playground.slack.delivery import Receipt
from bot.playground.slack.feed import (
    EnvelopeAcked,
    EnvelopeFailed,
    EnvelopeSent,
    Record,
    StateChanged,
    Violation,
    WebApiCall,
)
from bot.playground.slack.members import Member
from bot.playground.slack.person import Actor
from bot.playground.slack.rendering import Onlooker, mentions_everyone, visible_text
from bot.playground.slack.slack import StandIn
from bot.playground.slack.team import Team
from bot.playground.slack.trouble import Mishaps
from bot.playground.slack.views import View

__all__ = [
    "Actor",
    "Channel",
    "ChannelKind",
    "EnvelopeAcked",
    "EnvelopeFailed",
    "EnvelopeSent",
    "Member",
    "Mishaps",
    "Onlooker",
    "PostedMessage",
    "Receipt",
    "Record",
    "StandIn",
    "StateChanged",
    "Team",
    "View",
    "Violation",
    "WebApiCall",
    "mentions_everyone",
    "message_faults",
    "view_faults",
    "visible_text",
]
