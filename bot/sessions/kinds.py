from bot.core.kinds import Kind, Topic
from bot.enrolment.kinds import LEADS
from bot.pairs.kinds import EACH_OF_THE_PAIR

SESSION_PLANNED = Kind("session_planned", "session", Topic.SESSION, EACH_OF_THE_PAIR, folds=True)
SESSION_MOVED = Kind("session_moved", "session", Topic.SESSION, LEADS, folds=True)
AGENDA_POSTED = Kind("agenda_posted", "session", Topic.AGENDA, LEADS, folds=True)
AGENDA_AGREED = Kind("agenda_agreed", "session", Topic.AGENDA, LEADS, folds=True)
TOPIC_PROPOSED = Kind("topic_proposed", "session", Topic.AGENDA, LEADS, folds=True)
