"""The diary of visits 民情日记 with its four tags, and the leaders' plan of visits (S33)."""
