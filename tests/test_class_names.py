"""A class has its name alone: whoever reads it anywhere in the bot knows which one is meant."""

import ast
from collections import defaultdict
from pathlib import Path

import bot

HOUSE = Path(bot.__file__).parent


def test_no_class_name_stands_twice_in_the_bot() -> None:
    places = defaultdict(list)
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(path.relative_to(HOUSE).as_posix())
    assert places, "there are classes"
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
