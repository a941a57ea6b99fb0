"""The hearing 听证 (行政处罚法 63–65)."""
