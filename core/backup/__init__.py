"""Backups: one sealed archive of database, files and kept heads; restored into a bare folder, and drilled weekly."""
