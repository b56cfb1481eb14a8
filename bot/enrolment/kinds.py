from bot.core.kinds import Kind, Topic, Urgency
from bot.programs.kinds import A_NOTICE, OTHER_LEADS

LEADS = "the leads of the programs that the person is in: that my messages don't reach them, once a month"

SIGNED_UP = Kind("signed_up", "enrolment", Topic.ASKED_FOR, LEADS, Urgency.AT_ONCE, folds=True)
APPLICATION = Kind("application", "enrolment", Topic.PROGRAM, OTHER_LEADS, folds=True)
APPLICATION_ANSWERED = Kind("application_answered", "enrolment", Topic.PLACE, LEADS, folds=True)
PROGRAM_OVER = Kind("program_over", "enrolment", Topic.PLACE, "nobody: the program is over")
UNREACHED = Kind("unreached", "enrolment", Topic.PROGRAM, A_NOTICE, folds=True)
