"""专项整治: two sign before it runs; findings, measures, and a report whose figures are counted."""
