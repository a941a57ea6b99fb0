"""Sheets: lists that go out as XLSX or CSV, and rows that come in by a template and are looked at first."""
