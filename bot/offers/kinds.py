from bot.core.kinds import Kind, Topic
from bot.enrolment.kinds import LEADS
from bot.programs.kinds import A_NOTICE, OTHER_LEADS

OFFER = Kind("offer", "offer", Topic.PAIR, f"{LEADS}; and, once the time to answer is over, that nobody said no")
OFFER_REMINDER = Kind("offer_reminder", "offer", Topic.PAIR, LEADS)
# They name the program only, since the other may be erased by the time it is read.
OFFER_OVER = Kind("offer_over", "program", Topic.PAIR, LEADS)
REQUEST_OVER = Kind("request_over", "program", Topic.PAIR, LEADS)
OFFERS_UNHEARD = Kind("offers_unheard", "program", Topic.PROGRAM, A_NOTICE, folds=True)
PEOPLE_WAITING = Kind("people_waiting", "program", Topic.PROGRAM, OTHER_LEADS, folds=True)
