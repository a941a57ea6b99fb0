"""Legal limits: how a day is counted, on which calendar, and its proof. It knows no statute; plugins bring theirs."""
