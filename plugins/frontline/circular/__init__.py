"""The circular 办理情况通报: the public is told of stages and closed issues within ten working days (S37)."""
