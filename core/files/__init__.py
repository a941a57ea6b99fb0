"""Files people hand in: content-addressed, checked by their first bytes, never served without an owner check."""
