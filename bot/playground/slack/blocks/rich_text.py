"""The shape of rich text: what the message composer makes, and what apps may send without any markup."""

from bot.playground.slack.blocks.shapes import Check, boolean, choice, items, number, record, string, variant
from bot.playground.slack.blocks.texts import IDENTIFIER

STYLE = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))


def _inline(optional: dict[str, Check] | None = None, **required: Check) -> Check:
    return record(required, {"style": STYLE, **(optional or {})})


TEXT = _inline(text=string(1))
ADDRESS = string(pattern=r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+", meaning="must be a valid URL")
LINK = _inline({"text": string(1), "unsafe": boolean}, url=ADDRESS)
# Without the colons around it; a skin tone may stand in it, as in `wave::skin-tone-2` (Slack's emoji element).
NAME = string(0, 100, pattern=r"[^\s:A-Z]+(::skin-tone-[2-6])?", meaning="must be the name of an emoji")
EMOJI = _inline({"unicode": string(1), "url": ADDRESS, "skin_tone": number(1, 6, whole=True)}, name=NAME)

INLINE = variant(
    {
        "text": TEXT,
        "link": LINK,
        "user": _inline(user_id=string(1)),
        "usergroup": _inline(usergroup_id=string(1)),
        "team": _inline(team_id=string(1)),
        "channel": _inline(channel_id=string(1)),
        "broadcast": _inline(range=choice("here", "channel", "everyone")),
        "emoji": EMOJI,
        "date": _inline({"url": string(), "fallback": string()}, timestamp=number(whole=True), format=string(1)),
        "color": _inline(value=string(1)),
    }
)
BORDER = {"border": choice(0, 1)}
SECTION = record({"elements": items(INLINE)})

PARTS = variant(
    {
        "rich_text_section": SECTION,
        "rich_text_list": record(
            {
                "elements": items(variant({"rich_text_section": SECTION})),
                "style": choice("bullet", "ordered"),
            },
            {"indent": number(0, 8, whole=True), "offset": number(0, whole=True), **BORDER},
        ),
        "rich_text_quote": record({"elements": items(INLINE)}, BORDER),
        "rich_text_preformatted": record({"elements": items(variant({"text": TEXT, "link": LINK}))}, BORDER),
    }
)

RICH_TEXT = record({"elements": items(PARTS)}, {"block_id": IDENTIFIER})
