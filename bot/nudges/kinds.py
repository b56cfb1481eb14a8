from bot.core.kinds import Kind, Topic
from bot.enrolment.kinds import LEADS
from bot.nudges.rules.nudges import AGENDA_MISSING, CHECK_IN

NUDGES = {
    AGENDA_MISSING: Kind(AGENDA_MISSING, "session", Topic.AGENDA, LEADS, is_nudge=True, is_capped=True),
    CHECK_IN: Kind(CHECK_IN, "session", Topic.CHECK_IN, LEADS, is_nudge=True, is_capped=True),
}
