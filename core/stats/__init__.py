"""Figures of periods 统计: what plugins register is counted, defined in words, and opens the list behind it."""
