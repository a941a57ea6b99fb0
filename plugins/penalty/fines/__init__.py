"""Fines 罚款 after the decision: what was paid, what is added, what stops it (行政处罚法 66–73)."""
