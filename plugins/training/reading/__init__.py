"""The reading drive 读书活动 of a unit and year: its books, notes shared within the unit, and events."""
