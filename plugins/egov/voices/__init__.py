"""Voices of the people 来信来访来电: one intake, one person, one answer, of the legal kind that triage fixes."""
