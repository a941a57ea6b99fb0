"""Who owes and receives, as the township's scheme (实施方案) and the law name them."""

from __future__ import annotations

from core.contracts import Units

# 各站所、各村委会: everything of the township that works by itself.
STATIONS_AND_VILLAGES = Units(kinds=frozenset({"station", "window", "enforcement", "village"}))
# 乡直机关 beside them.
ORGANS_AND_VILLAGES = Units(kinds=STATIONS_AND_VILLAGES.kinds | {"office", "department"})
VILLAGES = Units(kinds=frozenset({"village"}))
STATIONS = Units(kinds=STATIONS_AND_VILLAGES.kinds - VILLAGES.kinds)
ENFORCEMENT = Units(kinds=frozenset({"enforcement"}))
GOVERNMENT = Units(kinds=frozenset({"leadership"}))
GENERAL_OFFICE = Units(functions=frozenset({"general_office"}))
# The government together with the supervision office: each answers for its part.
GOVERNMENT_AND_SUPERVISION = Units(GOVERNMENT.kinds, frozenset({"supervision_office"}))
JUSTICE_BUREAU = Units(functions=frozenset({"justice_bureau"}))

TO_GENERAL_OFFICE = "general_office"
TO_JOINT_MEETING = "joint_meeting"
TO_PERSONNEL_BUREAU = "personnel_bureau"
