"""Circulars 通知: the county tells its townships, each signs for it, and the county sees who has."""
