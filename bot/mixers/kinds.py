from bot.core.kinds import Kind, Topic, Urgency
from bot.enrolment.kinds import LEADS
from bot.programs.kinds import A_NOTICE, OTHER_LEADS

MIXER_ANNOUNCED = Kind(
    "mixer_announced",
    "mixer",
    Topic.MIXER,
    "the lead who invited, with a button for another try; and once it is there",
    Urgency.AT_ONCE,
)
MIXER_UNANNOUNCED = Kind("mixer_unannounced", "message", Topic.MIXER, A_NOTICE, Urgency.AT_ONCE, folds=True)
MIXER_ANNOUNCED_AT_LAST = Kind("mixer_announced_at_last", "message", Topic.MIXER, A_NOTICE, Urgency.AT_ONCE)
MIXER_INVITED = Kind("mixer_invited", "mixer", Topic.MIXER, LEADS)
MIXER_GROUP = Kind("mixer_group", "mixer", Topic.MIXER, "the lead who invited, with the names of the group")
MIXER_GROUP_UNREACHED = Kind("mixer_group_unreached", "message", Topic.MIXER, A_NOTICE, Urgency.AT_ONCE)
MIXER_GROUPED = Kind("mixer_grouped", "mixer", Topic.MIXER, OTHER_LEADS)
MIXER_CALLED_OFF = Kind("mixer_called_off", "mixer", Topic.MIXER, LEADS)
MIXER_TOO_SMALL = Kind("mixer_too_small", "mixer", Topic.MIXER, LEADS)
