"""The training plan of a unit and year: needs, topics, the quota while editing, filing, and editions after it."""
