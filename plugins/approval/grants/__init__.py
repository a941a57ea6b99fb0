"""Grants 行政许可: certificate, public register, and what becomes of it (行政许可法 8, 39, 40, 49, 50, 69, 70)."""
