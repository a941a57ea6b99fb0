"""Notices 提醒: one set of events, told to each person and party once, in the workspace and by mail or telephone."""
