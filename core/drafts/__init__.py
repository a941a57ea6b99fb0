"""What staff typed into a form and did not send yet, kept for them alone."""
