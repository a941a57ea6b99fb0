"""Intake points 代办点 in a township, and the office that made the act: they take in and send on, and never decide."""
