"""What people see of mixers, for the golden files."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.core.answers import Message, Tell
from bot.mixers import lead_views, views
from bot.mixers.forms import MixerForm
from bot.mixers.model import PLAN, Mixer, MixerState
from bot.mixers.queries import Invitation
from bot.programs.first_steps import FirstStep
from bot.programs.model import NAME
from tests.people_and_pairs import NOON, made_program, person

PROGRAM = made_program(1, "Digital natives")
LONG_NAME = made_program(4, "N" * NAME)
WITH_CHANNEL = made_program(2, "Green shoots", channel_id="C1")


def mixer(number: int = 1, plan: str = "Thursday at noon, *canteen* <!channel>", repeats: int = 0) -> Mixer:
    return Mixer(
        id=number,
        program_id=1,
        asked_by="U9",
        plan=plan,
        gathers_until=NOON + timedelta(days=7),
        state=MixerState.GATHERING,
        repeats=repeats,
    )


def ended(state: MixerState) -> Mixer:
    one = mixer()
    one.state = state
    return one


def found(number: int, guests: int, *, is_guest: bool = False, is_lead: bool = False) -> Invitation:
    return Invitation(mixer(number), PROGRAM, guests, is_guest, is_lead)


TABLES = [[f"U{5 * table + seat}" for seat in range(5)] for table in range(lead_views.GROUPS_SHOWN)]

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "mixer_form": lambda: MixerForm.modal(PROGRAM, person(9), NOON),
    "mixer_form_with_channel": lambda: MixerForm.modal(WITH_CHANNEL, person(9), NOON),
    "mixer_which_program": lambda: lead_views.which_program([PROGRAM, WITH_CHANNEL]),
    "mixer_invited_each": lambda: lead_views.invited(mixer(), PROGRAM, 12_345),
    "mixer_invited_nobody": lambda: lead_views.invited(mixer(), PROGRAM, 0),
    "mixer_invited_in_channel": lambda: lead_views.invited(mixer(), WITH_CHANNEL, 0),
    "mixer_invitation": lambda: views.invitation(mixer(), PROGRAM),
    "mixers": lambda: views.mixers(
        [found(1, 0), found(2, 1, is_guest=True), found(3, 4, is_guest=True), found(4, 1)], leads=False
    ),
    "mixers_for_a_lead": lambda: views.mixers([found(1, 7, is_lead=True), found(2, 2)], leads=True),
    "mixers_many": lambda: views.mixers([found(n, n, is_lead=True) for n in range(1, 15)], leads=True),
    "mixers_none": lambda: views.mixers([], leads=False),
    "mixer_invitation_grouped": lambda: views.invitation_over(ended(MixerState.GROUPED), PROGRAM, is_off=False),
    "mixer_invitation_being_grouped": lambda: views.invitation_over(mixer(), PROGRAM, is_off=False),
    "mixer_invitation_called_off": lambda: views.invitation_over(ended(MixerState.CALLED_OFF), PROGRAM, is_off=False),
    "mixer_joined": lambda: views.joined(found(1, 3, is_guest=True)),
    "mixer_left": lambda: views.left(found(1, 2)),
    "mixer_being_grouped": lambda: lead_views.being_grouped(PROGRAM),
    "mixers_none_and_no_program": lambda: views.mixers([], leads=False, step=FirstStep(False, False, may_create=True)),
    "mixers_at_their_longest": lambda: views.mixers(
        [Invitation(mixer(n, "P" * PLAN), LONG_NAME, 12_345, False, True) for n in range(20)], leads=True
    ),
    "mixer_called_off_by_you": lambda: lead_views.called_off_by_you(PROGRAM),
    "mixer_group": lambda: views.group(mixer(), PROGRAM, ["U1", "U2", "U3"], turn=17),
    "mixer_grouped": lambda: lead_views.grouped(mixer(repeats=1), PROGRAM, [["U1", "U2", "U3"]], 1),
    "mixer_grouped_many": lambda: lead_views.grouped(mixer(repeats=3), PROGRAM, TABLES, 500),
    "mixer_called_off": lambda: views.called_off(mixer(), PROGRAM, has_ended=False),
    "mixer_called_off_with_program": lambda: views.called_off(mixer(), PROGRAM, has_ended=True),
    "mixer_too_small": lambda: views.too_small(mixer(), PROGRAM),
    "mixer_too_small_for_lead": lambda: lead_views.too_small(mixer(), PROGRAM),
    "mixer_unannounced": lambda: lead_views.unannounced(mixer(), WITH_CHANNEL, "C1"),
    "mixer_unannounced_for_good": lambda: lead_views.unannounced(mixer(), WITH_CHANNEL, "C1", is_given_up=True),
    "mixer_announced_at_last": lambda: lead_views.announced_at_last(WITH_CHANNEL, "C1"),
    "mixer_announced_again": lambda: lead_views.announcing_again(WITH_CHANNEL, "C1", stands=False),
    "mixer_announced_already": lambda: lead_views.announcing_again(WITH_CHANNEL, "C1", stands=True),
    "mixer_group_unreached": lambda: lead_views.unreached(PROGRAM, ["U1", "U2", "U3"]),
}
