from bot.programs.rules.lifecycle import MEANINGS, REACHED, STANDS, STEPS, ProgramState, may_go


def test_every_state_has_a_word_a_meaning_and_its_steps() -> None:
    assert set(STANDS) == set(MEANINGS) == set(STEPS) == set(ProgramState)
    assert set(REACHED) >= {step.to for steps in STEPS.values() for step in steps}


def test_every_state_can_be_reached_and_every_program_can_end() -> None:
    # A program starts to run when its pairs are published.
    reached = {ProgramState.DRAFT, ProgramState.RUNNING} | {step.to for steps in STEPS.values() for step in steps}
    assert reached == set(ProgramState)
    for state in set(ProgramState) - {ProgramState.DRAFT, ProgramState.CLOSED}:
        assert may_go(state, ProgramState.CLOSED)


def test_nothing_leads_out_of_a_closed_program_or_back_into_a_draft() -> None:
    for state in ProgramState:
        assert not may_go(ProgramState.CLOSED, state)
        assert not may_go(state, ProgramState.DRAFT)


def test_what_a_step_will_do_fits_into_slacks_dialog() -> None:
    assert all(len(str(step.will)) <= 300 and len(str(step.label)) <= 30 for steps in STEPS.values() for step in steps)
