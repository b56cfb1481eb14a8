"""What Slack's client makes of a line that begins with a slash."""

import re
from html import escape

from bot.playground.slack.workspace import WorkspaceState

NOT_A_COMMAND = (
    '`{}` is not a valid command. In Slack, all messages that start with the "/" character are interpreted '
    "as commands.\nIf you are trying to send a message and not run a command, try preceding the "
    '"/" with an empty space.'
)
FAILED = '{} failed with the error "{}"'


def split(line: str) -> tuple[str, str]:
    """The command, and the text after it just as it was typed."""
    command, _, text = line.partition(" ")
    return command, text


def escaped(workspace: WorkspaceState, text: str) -> str:
    """The text for a command with `should_escape`: people, channels and addresses as ids and links."""
    people = {member.name: member.id for member in workspace.members.values()}
    channels = {c.name: c.id for c in workspace.conversations.values() if c.name}

    def mention(found: re.Match[str]) -> str:
        sign, name = found.group(1), found.group(2)
        known = people if sign == "@" else channels
        return f"<{sign}{known[name]}|{name}>" if name in known else found.group(0)

    text = escape(text, quote=False)
    text = re.sub(r"https?://[^\s<>]+", lambda link: f"<{link.group(0)}>", text)
    return re.sub(r"([@#])([\w.-]*\w)", mention, text)
