"""Where a line may break: between words, and between Chinese characters, which stand without blanks.

The framework breaks at blanks only, so that a Chinese sentence that does not fit would jump to the next line whole.
Closing punctuation never begins a line, opening punctuation never ends one.
"""

from __future__ import annotations

import re

_WIDE = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_OPENS, _CLOSES = "（“‘《「【", "，。；：、！？）”’》」】"

UNBREAKABLE = re.compile(rf"\s*(?:[{_OPENS}]*(?:[{_WIDE}]|[^\s{_WIDE}{_OPENS}{_CLOSES}]+)[{_CLOSES}]*|\S)\s*")
"""What stays together: a word of letters, or one character, each with its punctuation and the blanks around it."""
