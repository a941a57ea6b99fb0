"""What both procedures start when a suit begins."""

from __future__ import annotations

from core.contracts import Start
from plugins.penalty.fines.queries import DEFENCE

# Fifteen days from the copy of the complaint (行政诉讼法 67①), unless the suit is answered elsewhere.
DEFEND = Start(
    DEFENCE,
    on=lambda facts, command: command.copied_on,
    when=lambda facts, command: command.copied_on is not None,
)
