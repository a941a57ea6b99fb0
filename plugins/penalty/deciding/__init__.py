"""Review, discussion and decision (行政处罚法 57–59)."""
