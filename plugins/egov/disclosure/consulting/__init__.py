"""Opinions of others on a request for information: third parties (条例 32) and organs that made it together (34)."""
