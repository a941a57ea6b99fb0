"""Examining an application: who verifies, is heard and takes part, and the hearing (行政许可法 26, 34, 36, 46–48)."""
