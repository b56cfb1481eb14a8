from bot.core.kinds import Kind, Topic
from bot.enrolment.kinds import LEADS
from bot.programs.kinds import A_NOTICE, OTHER_LEADS

EACH_OF_THE_PAIR = "each of the two alone, in the same words; the pair's leads hear why, once a month"

INTRODUCTION = Kind("introduction", "pair", Topic.PAIR, EACH_OF_THE_PAIR)
PAIR_UNREACHED = Kind("pair_unreached", "pair", Topic.PROGRAM, A_NOTICE, folds=True)
PAIR_ENDED = Kind("pair_ended", "pair", Topic.PAIR, "nobody: the program is over")
PROGRAM_SETTLED = Kind("program_settled", "program", Topic.ASKED_FOR, OTHER_LEADS)
PARTNER_LEFT = Kind("partner_left", "pair", Topic.PAIR, LEADS)
PARTNER_GONE = Kind("partner_gone", "pair", Topic.PAIR, LEADS, folds=True)
PARTNER_BACK = Kind("partner_back", "pair", Topic.PAIR, LEADS, folds=True)
PARTNER_ON_BREAK = Kind("partner_on_break", "pair", Topic.PAIR, LEADS, folds=True)
BREAK_OVER = Kind("break_over", "person", Topic.PAIR, LEADS, folds=True)
