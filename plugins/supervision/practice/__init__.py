"""好做法: written by a unit, checked and signed like whatever is published, and read in every township."""
