from bot.core.kinds import Kind, Topic, Urgency
from bot.enrolment.kinds import LEADS
from bot.programs.kinds import A_NOTICE, OTHER_LEADS

SEARCH = Kind(
    "search", "search", Topic.ASKED_FOR, "nobody: what it finds is told in a message of its own", Urgency.AT_ONCE
)
PROPOSALS_READY = Kind(
    "proposals_ready", "search", Topic.ASKED_FOR, "the lead who asked, in a shorter message", Urgency.AT_ONCE
)
PROPOSALS_FAILED = Kind("proposals_failed", "search", Topic.ASKED_FOR, A_NOTICE, Urgency.AT_ONCE)
STILL_IN = Kind("still_in", "enrolment", Topic.PLACE, LEADS, folds=True)
MATCH_DAY = Kind("match_day", "program", Topic.PROGRAM, OTHER_LEADS, folds=True)
