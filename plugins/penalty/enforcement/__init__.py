"""Execution 执行 of a decision of the ordinary procedure (行政处罚法 61, 66–73, 行政强制法 53–58), and its review."""
