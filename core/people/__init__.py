"""Units and people of a tenant: who works where, in which posts, from when to when, and who stands in."""
