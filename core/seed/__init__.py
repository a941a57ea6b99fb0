"""Filling an installation for measurements: townships and cases copied many times from ones the services made."""
