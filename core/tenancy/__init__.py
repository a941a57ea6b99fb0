"""Tenants, their units, and which measures each has turned on."""
