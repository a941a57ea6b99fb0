"""How much is kept at hand."""

from __future__ import annotations

import datetime as dt

# Cases opened last that are kept; those pinned come on top of them.
RECENT = 10
# More pins than a list shows at once are no help.
PINS = 20
# A case looked at again within this time is written down once.
AGAIN = dt.timedelta(minutes=10)
