"""A file with every call that the app made, one JSON object a line: `{"method": …, "args": …}`."""

import json
from pathlib import Path
from typing import Any


class CallLog:
    """Appends; each line is flushed, so that a killed process loses none. Without a path it keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self._file = path.open("a", encoding="utf-8") if path else None

    def append(self, method: str, args: dict[str, Any]) -> None:
        """Record a call, refused or not, its JSON arguments decoded and its token left out."""
        if self._file is not None:
            self._file.write(json.dumps({"method": method, "args": args}, ensure_ascii=False) + "\n")
            self._file.flush()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
