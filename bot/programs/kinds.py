from bot.core.kinds import Kind, Topic, Urgency

OTHER_LEADS = "nobody else: whoever leads sees the same in /mentor status, and the log has it"
A_NOTICE = "nobody: it is itself about what could not be delivered, and the log has it"

PROGRAM_CREATED = Kind("program_created", "program", Topic.ASKED_FOR, OTHER_LEADS, Urgency.AT_ONCE)
PROGRAM_ANNOUNCED = Kind(
    "program_announced",
    "program",
    Topic.PROGRAM,
    "the program's leads, with a button for another try; and once it is there",
    Urgency.AT_ONCE,
)
PROGRAM_UNANNOUNCED = Kind("program_unannounced", "message", Topic.PROGRAM, A_NOTICE, Urgency.AT_ONCE, folds=True)
PROGRAM_ANNOUNCED_AT_LAST = Kind(
    "program_announced_at_last", "message", Topic.PROGRAM, A_NOTICE, Urgency.AT_ONCE, folds=True
)
LEAD_ADDED = Kind("lead_added", "program", Topic.PROGRAM, OTHER_LEADS, folds=True)
SEASON_ENDS = Kind("season_ends", "program", Topic.PROGRAM, OTHER_LEADS, folds=True)
