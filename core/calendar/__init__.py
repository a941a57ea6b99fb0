"""The installation's calendar: the package's data and every yearly notice imported since, each version kept."""
