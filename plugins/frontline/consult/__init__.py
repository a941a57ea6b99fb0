"""Consulting the people 问计于民: documents, a period, comments that are looked at first, and the report (S36)."""
