"""What the public says of a matter: kept unseen, looked at once, shown or held back on a ground, and answered."""
