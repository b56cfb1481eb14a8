from bot.core.kinds import Kind, Topic, Urgency
from bot.programs.kinds import A_NOTICE

EXPORT = Kind(
    "export",
    "person",
    Topic.ASKED_FOR,
    "whoever asked, in a plain message, with a button for another try",
    Urgency.AT_ONCE,
)
# A matter of its own: that of the file waits for it.
EXPORT_FAILED = Kind("export_failed", "message", Topic.ASKED_FOR, A_NOTICE, Urgency.AT_ONCE, folds=True)
