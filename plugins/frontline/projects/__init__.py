"""Livelihood projects 为民办实事: who leads and watches, work on the spot, stages, a public page (S34)."""
