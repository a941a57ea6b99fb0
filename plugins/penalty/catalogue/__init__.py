"""The catalogue 处罚事项: what may be punished, under which text, by whose power (行政处罚法 17–24, 37, 39)."""
