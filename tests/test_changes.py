"""What the features say can change, and who follows it."""

import importlib
import inspect
from pathlib import Path

import pytest

import bot
from bot.app import RECONCILERS

FEATURES = sorted(path.parent.name for path in Path(bot.__file__).parent.glob("*/changes.py"))


def declared(feature: str) -> list[type[object]]:
    module = importlib.import_module(f"bot.{feature}.changes")
    return [one for _, one in inspect.getmembers(module, inspect.isclass) if one.__module__ == module.__name__]


@pytest.mark.parametrize("feature", [feature for feature in FEATURES if feature != "core"])
def test_each_change_that_a_feature_declares_is_followed(feature: str) -> None:
    followed: set[type[object]] = {of for reconciler in RECONCILERS for of in reconciler.on}
    assert declared(feature)
    assert set(declared(feature)) <= followed
