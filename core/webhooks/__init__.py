"""Telling other systems 推送: what happens to cases goes to registered addresses, signed, with nobody's name."""
