"""What somebody reads where they may not ask."""

from bot.requests.usecases import RulesKeepApart


def test_several_rules_that_keep_two_apart_are_whole_sentences_one_after_another() -> None:
    assert RulesKeepApart(["gap", "line"]).text == (
        "Your levels aren't as far apart as this program asks for. You two work in one reporting line, and nobody is "
        "paired within one."
    )
