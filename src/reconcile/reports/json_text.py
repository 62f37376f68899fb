"""JSON that no terminal minds."""

from __future__ import annotations

import json
import re
from typing import Any

# Legal in JSON, but they drive a terminal or cannot be encoded: controls, direction, surrogates.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def dumps(value: dict[str, Any]) -> str:
    """JSON that no terminal minds: letters as they are, all that would drive it as escapes."""
    return json_text(value) + "\n"


def json_text(value: dict[str, Any]) -> str:
    """The same without the newline at its end."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
