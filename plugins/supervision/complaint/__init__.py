"""Complaints of 吃拿卡要: without an account or a name, received by supervision alone, always answered."""
