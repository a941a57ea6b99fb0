"""责任倒查: who had a matter that missed its limit, and when; heard first, then one outcome of a closed list."""
