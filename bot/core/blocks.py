"""Words and blocks as Slack draws them, safe by construction.

Whatever a person wrote goes into rich text, where Slack interprets nothing: `*` and `<!channel>` are shown as they
were typed and page nobody; `typed` makes links and emoji of it. Markup only comes from the functions here. The `text`
beside a message's blocks, which notifications and screen readers use, is made from the blocks, escaped.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.core import sentences
from bot.core.dates import DATE_AND_TIME, written_out
from bot.core.sentences import Inline, Sentence, Text, Words, _, say
from bot.core.typed import elements_of, isolated

Block = dict[str, Any]
Part = sentences.Part

# Slack's limits in characters (Block Kit reference, 2026): header, button text, option text, context text.
HEADER, BUTTON, OPTION, CONTEXT = 150, 75, 75, 2000
FALLBACK = 3000  # of the 40,000 that Slack takes; a notification shows far less


def escape(text: str) -> str:
    """A person's text for mrkdwn: without this, `<!channel>` typed into a form would page everybody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clipped(words: Text, most: int) -> str:
    text = str(words)
    return text if len(text) <= most else text[: most - 1] + "…"


def bold(text: Text) -> Inline:
    return {"type": "text", "text": str(text), "style": {"bold": True}}


def italic(text: Text) -> Inline:
    return {"type": "text", "text": str(text), "style": {"italic": True}}


def code(text: Text) -> Inline:
    return {"type": "text", "text": str(text), "style": {"code": True}}


def who(slack_id: str) -> Inline:
    return {"type": "user", "user_id": slack_id}


def where(channel_id: str) -> Inline:
    return {"type": "channel", "channel_id": channel_id}


def when(moment: datetime) -> Inline:
    """A moment, written out for one reader in their zone; in a group Slack shows it to each in their own.

    Never by one of Slack's `_pretty` tokens: they say "Today", and "on Today" is no English.
    """
    if (said := written_out(moment)) is not None:
        return {"type": "text", "text": said}
    return {
        "type": "date",
        "timestamp": int(moment.timestamp()),
        "format": str(say(DATE_AND_TIME, date="{date_long}", time="{time}")),
        "fallback": moment.astimezone(UTC).strftime("%a %d %b, %H:%M UTC"),
    }


def _inline(parts: Iterable[Part]) -> list[dict[str, Any]]:
    elements: list[dict[str, Any]] = []
    for part in parts:
        if isinstance(part, Sentence):
            elements += _inline([say(part)])
        elif isinstance(part, str):
            elements += _as_one(part.parts) if isinstance(part, Words) else elements_of(part)
        elif part["type"] == "said":
            elements += _as_one(part["parts"])
        elif part["type"] == "text" and not part.get("style", {}).get("code"):
            elements += elements_of(part["text"], part.get("style"))
        else:
            elements.append(part)
    return elements


def _as_one(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """What was said in one sentence: each piece is looked at for itself, and plain ones beside each other are one."""
    elements: list[dict[str, Any]] = []
    for element in _inline(parts):
        if elements and element.keys() == elements[-1].keys() == {"type", "text"}:
            elements[-1] = element | {"text": elements[-1]["text"] + element["text"]}
        else:
            elements.append(element)
    return elements


def _rich(element: dict[str, Any]) -> Block:
    return {"type": "rich_text", "elements": [element]}


def paragraph(*parts: Part) -> Block:
    return _rich({"type": "rich_text_section", "elements": _inline(parts)})


def bullets(*items: Part | Sequence[Part]) -> Block:
    """Each a sentence, or the parts of one."""
    each = [[item] if isinstance(item, str | Sentence | dict) else item for item in items]
    sections = [{"type": "rich_text_section", "elements": _inline(item)} for item in each]
    return _rich({"type": "rich_text_list", "style": "bullet", "elements": sections})


def quote(text: str) -> Block:
    """What somebody wrote, as they wrote it."""
    return _rich({"type": "rich_text_quote", "elements": _inline([text])})


def heading(text: Text) -> Block:
    return {"type": "header", "text": plain(clipped(isolated(str(text)), HEADER))}


def small(text: Text) -> Block:
    """The bot's own words in grey."""
    return {"type": "context", "elements": [plain(clipped(isolated(str(text)), CONTEXT))]}


def divider() -> Block:
    return {"type": "divider"}


def button(
    label: Text,
    action_id: str,
    value: object = "",
    *,
    style: str | None = None,
    ask_first: tuple[Text, Text, Text] | None = None,
) -> dict[str, Any]:
    """`ask_first` is the title, the question and the yes of a dialog shown before the press counts."""
    element: dict[str, Any] = {
        "type": "button",
        "action_id": action_id,
        "text": plain(clipped(label, BUTTON)),
    }
    if value != "":
        element["value"] = str(value)
    if style:
        element["style"] = style
    if ask_first:
        title, question, yes = ask_first
        element["confirm"] = {
            "title": plain(title),
            "text": plain(question),
            "confirm": plain(yes),
            "deny": plain(_("Not now")),
        }
        if style == "danger":  # else the last step before something is gone would be green
            element["confirm"]["style"] = style
    return element


RUNS = "run:"  # what the action id of a button that does what a command does begins with


def command_button(label: Text, command: str, text: str = "", *, style: str | None = None) -> dict[str, Any]:
    """Does what `/mentor command text` does: Home has nowhere to type, and nobody likes to."""
    return button(label, RUNS + command, text, style=style)


def buttons(*elements: dict[str, Any]) -> Block:
    return {"type": "actions", "elements": list(elements)}


def plain(text: Text) -> dict[str, Any]:
    """Slack's plain text object; nothing in it is interpreted, emoji names neither."""
    return {"type": "plain_text", "text": str(text), "emoji": False}


def fallback(blocks: Sequence[Block]) -> str:
    """The same words as one escaped mrkdwn text."""
    lines = [line for block in blocks if (line := _said(block))]
    return _clipped_markup("\n".join(lines), FALLBACK) or "Flipside"


def _clipped_markup(text: str, most: int) -> str:
    """Never cut within an entity or a mention, which Slack would then show raw."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    for opening, closing in (("<", ">"), ("&", ";")):
        if cut.rfind(opening) > cut.rfind(closing):
            cut = cut[: cut.rfind(opening)]
    return cut + "…"


def _said(node: dict[str, Any]) -> str:
    match node["type"]:
        case "rich_text":
            return "\n".join(_said(element) for element in node["elements"])
        case "rich_text_section" | "rich_text_quote":
            return "".join(_said_inline(element) for element in node["elements"])
        case "rich_text_list":
            return "\n".join(f"• {_said(element)}" for element in node["elements"])
        case "header":
            return escape(node["text"]["text"])
        case "context":
            return " ".join(escape(element["text"]) for element in node["elements"])
        case _:
            return ""


def _said_inline(element: Inline) -> str:
    match element["type"]:
        case "text":
            return escape(element["text"])
        case "link":
            return escape(element["url"])
        case "emoji":
            tone = f":skin-tone-{element['skin_tone']}:" if "skin_tone" in element else ""
            return f":{element['name']}:{tone}"
        case "user":
            return f"<@{element['user_id']}>"
        case "channel":
            return f"<#{element['channel_id']}>"
        case _:
            return f"<!date^{element['timestamp']}^{element['format']}|{element['fallback']}>"
