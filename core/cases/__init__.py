"""The kernel every measure stands on: cases, their clocks and ledger, and the one door through which they change."""
