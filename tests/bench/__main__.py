"""Measures, prints a table and writes bench.json into the working directory. No figure makes it fail."""

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path

from tests.bench.figures import Figure, as_json, as_table
from tests.bench.suites import SUITES

RESULTS = Path("bench.json")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of {', '.join(SUITES)}; all by default")
    chosen = parser.parse_args().suites or list(SUITES)
    if unknown := [name for name in chosen if name not in SUITES]:
        parser.error(f"no suite {', '.join(unknown)}; there are {', '.join(SUITES)}")
    figures: list[Figure] = []
    for name in chosen:
        started = time.monotonic()
        figures += asyncio.run(SUITES[name]())
        sys.stderr.write(f"{name}: measured in {time.monotonic() - started:.0f} s\n")
    RESULTS.write_text(json.dumps(as_json(figures), indent=2) + "\n")
    sys.stdout.write(as_table(figures) + "\n")


if __name__ == "__main__":
    main()
