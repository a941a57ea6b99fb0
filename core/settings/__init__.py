"""Typed settings 设置: default → county → tenant → unit, the narrower one counts."""
