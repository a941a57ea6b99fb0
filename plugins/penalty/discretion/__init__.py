"""Discretion 裁量基准: tiers of an offence's fine, the questions that lead to them, and what may leave them (34)."""
