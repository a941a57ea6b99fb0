"""Inspection draws 抽查: committed in public, drawn from secrets that no one person knows, proved again by anybody."""
