"""First review and what follows 初审转报 (许可法 35, 43): the township's end and the county's, each with its own case."""
