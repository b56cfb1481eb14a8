from bot.core.kinds import Kind, Topic, Urgency

ROSTER_CHECKED = Kind(
    "roster_checked",
    "upload",
    Topic.ASKED_FOR,
    "nobody else: whoever brought it uploads it again, and the log has it",
    Urgency.AT_ONCE,
)
ROSTER_IMPORTED = Kind(
    "roster_imported",
    "upload",
    Topic.ASKED_FOR,
    "nobody else: uploaded again, it says that nothing is new, and the log has it",
    Urgency.AT_ONCE,
)
