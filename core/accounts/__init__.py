"""Accounts, persons, grants and sign-in: who someone is, and what they may do where."""
