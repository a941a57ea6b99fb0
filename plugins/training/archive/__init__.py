"""Training archives 培训档案: a unit's year and each person's, make-up 补课, the forecast, certificates, and prints."""
