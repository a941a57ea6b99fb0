"""Publication 公开 of decisions (行政处罚法 48): masked, signed by another, taken down when overturned."""
