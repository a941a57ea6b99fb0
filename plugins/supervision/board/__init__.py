"""动态督查: everything that runs, by colour and cause."""
