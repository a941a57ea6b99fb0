"""Duties 任务: what units owe in every period, handed in, accepted or returned; the rules are the plugins'."""
