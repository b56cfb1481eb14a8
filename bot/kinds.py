"""What the bot tells people: each kind of message, its policy, and who hears of it where it cannot be delivered."""

from bot.core.kinds import Heard, Kind
from bot.enrolment import jobs as enrolment_jobs
from bot.enrolment.unreached import leads_told_unreached
from bot.matching import jobs as matching_jobs
from bot.mixers import jobs as mixer_jobs
from bot.mixers.grouping import told_announced, told_unannounced
from bot.nudges import jobs as nudge_jobs
from bot.offers import jobs as offer_jobs
from bot.pairs import jobs as pair_jobs
from bot.people import jobs as people_jobs
from bot.privacy import jobs as privacy_jobs
from bot.privacy.usecases import tell_export_failed
from bot.programs import jobs as program_jobs
from bot.programs.announcing import leads_told_announced, leads_told_unannounced
from bot.sessions import jobs as session_jobs

# Who hears of a message that cannot be delivered.
LEADS = "the leads of the programs that the person is in: that my messages don't reach them, once a month"
EACH_OF_THE_PAIR = "each of the two alone, in the same words; the pair's leads hear why, once a month"
THE_REST_OF_THE_LEADS = Heard("nobody else: whoever leads sees the same in /mentor status, and the log has it")
A_NOTICE = Heard("nobody: it is itself about what could not be delivered, and the log has it")

_by_leads = Heard(LEADS, leads_told_unreached)

KINDS = {
    "roster_checked": Kind(
        people_jobs.roster_checked,
        Heard("nobody else: whoever brought it uploads it again, and the log has it"),
        at_once=True,
    ),
    "roster_imported": Kind(
        people_jobs.roster_imported,
        Heard("nobody else: uploaded again, it says that nothing is new, and the log has it"),
        at_once=True,
    ),
    "program_created": Kind(program_jobs.program_created, THE_REST_OF_THE_LEADS, at_once=True),
    "program_announced": Kind(
        program_jobs.program_announced,
        Heard(
            "the program's leads, with a button for another try; and once it is there",
            leads_told_unannounced,
            leads_told_announced,
        ),
        at_once=True,
    ),
    "program_unannounced": Kind(program_jobs.program_unannounced, A_NOTICE, at_once=True, folds=True),
    "program_announced_at_last": Kind(program_jobs.program_announced_at_last, A_NOTICE, at_once=True, folds=True),
    "lead_added": Kind(program_jobs.lead_added, THE_REST_OF_THE_LEADS, folds=True),
    "season_ends": Kind(program_jobs.season_ends, THE_REST_OF_THE_LEADS, folds=True),
    "signed_up": Kind(enrolment_jobs.signed_up, _by_leads, at_once=True, folds=True),
    "application": Kind(
        enrolment_jobs.application, THE_REST_OF_THE_LEADS, folds=True, settled=enrolment_jobs.application_settled
    ),
    "application_answered": Kind(enrolment_jobs.application_answered, _by_leads, folds=True),
    "program_over": Kind(enrolment_jobs.program_over, Heard("nobody: the program is over")),
    "unreached": Kind(enrolment_jobs.unreached, A_NOTICE, folds=True),
    "mixer_announced": Kind(
        mixer_jobs.announced,
        Heard(
            "the lead who invited, with a button for another try; and once it is there",
            told_unannounced,
            told_announced,
        ),
        at_once=True,
        settled=mixer_jobs.invitation_settled,
    ),
    "mixer_unannounced": Kind(mixer_jobs.unannounced, A_NOTICE, at_once=True, folds=True),
    "mixer_announced_at_last": Kind(mixer_jobs.announced_at_last, A_NOTICE, at_once=True),
    "mixer_invited": Kind(
        mixer_jobs.invited, _by_leads, no_later_than=mixer_jobs.gathers_until, settled=mixer_jobs.invitation_settled
    ),
    "mixer_group": Kind(
        mixer_jobs.group, Heard("the lead who invited, with the names of the group", mixer_jobs.group_undelivered)
    ),
    "mixer_group_unreached": Kind(mixer_jobs.unreached, A_NOTICE, at_once=True),
    "mixer_grouped": Kind(mixer_jobs.grouped, THE_REST_OF_THE_LEADS),
    "mixer_called_off": Kind(mixer_jobs.called_off, _by_leads),
    "mixer_too_small": Kind(mixer_jobs.too_small, _by_leads),
    "offer": Kind(
        offer_jobs.offer,
        Heard(f"{LEADS}; and, once the time to answer is over, that nobody said no", leads_told_unreached),
        settled=offer_jobs.offer_settled,
    ),
    "offer_reminder": Kind(offer_jobs.offer_reminder, _by_leads, settled=offer_jobs.offer_settled),
    "offer_over": Kind(offer_jobs.offer_over, _by_leads),
    "offers_unheard": Kind(offer_jobs.offers_unheard, A_NOTICE, folds=True),
    "request_over": Kind(offer_jobs.request_over, _by_leads),
    "people_waiting": Kind(offer_jobs.people_waiting, THE_REST_OF_THE_LEADS, folds=True),
    # What it was called before; rows of that kind may still be due.
    "free_again": Kind(offer_jobs.people_waiting, THE_REST_OF_THE_LEADS, folds=True),
    "introduction": Kind(pair_jobs.introduction, Heard(EACH_OF_THE_PAIR, pair_jobs.introduced_alone)),
    "pair_unreached": Kind(pair_jobs.pair_unreached, A_NOTICE, folds=True),
    "pair_ended": Kind(pair_jobs.pair_ended, Heard("nobody: the program is over")),
    "partner_left": Kind(pair_jobs.partner_left, _by_leads),
    "partner_gone": Kind(pair_jobs.partner_gone, _by_leads, folds=True),
    "partner_back": Kind(pair_jobs.partner_back, _by_leads, folds=True),
    "partner_on_break": Kind(pair_jobs.partner_on_break, _by_leads, folds=True),
    "break_over": Kind(pair_jobs.break_over, _by_leads, folds=True),
    "search": Kind(
        matching_jobs.search,
        Heard("nobody: what it finds is told in a message of its own"),
        at_once=True,
        settled=matching_jobs.search_settled,
    ),
    "proposals_ready": Kind(
        matching_jobs.proposals_ready,
        Heard("the lead who asked, in a shorter message", matching_jobs.proposals_undelivered),
        at_once=True,
        settled=matching_jobs.proposals_settled,
    ),
    "still_in": Kind(matching_jobs.still_in, _by_leads, folds=True, settled=matching_jobs.still_in_settled),
    "match_day": Kind(matching_jobs.match_day, THE_REST_OF_THE_LEADS, folds=True),
    "proposals_failed": Kind(matching_jobs.proposals_failed, A_NOTICE, at_once=True),
    "session_planned": Kind(
        session_jobs.session_planned,
        Heard(EACH_OF_THE_PAIR, session_jobs.planned_alone),
        folds=True,
        settled=session_jobs.date_settled,
    ),
    "session_moved": Kind(session_jobs.session_moved, _by_leads, folds=True, settled=session_jobs.date_settled),
    "agenda_posted": Kind(session_jobs.agenda_posted, _by_leads, folds=True, settled=session_jobs.agenda_settled),
    "agenda_agreed": Kind(session_jobs.agenda_agreed, _by_leads, folds=True),
    "topic_proposed": Kind(session_jobs.topic_proposed, _by_leads, folds=True),
    "agenda_missing": Kind(nudge_jobs.agenda_missing, _by_leads, settled=nudge_jobs.agenda_settled),
    "check_in": Kind(nudge_jobs.check_in, _by_leads, settled=nudge_jobs.check_in_settled),
    "export": Kind(
        privacy_jobs.export,
        Heard("whoever asked, in a plain message, with a button for another try", tell_export_failed),
        at_once=True,
    ),
    "export_failed": Kind(privacy_jobs.export_failed, A_NOTICE, at_once=True, folds=True),
}
