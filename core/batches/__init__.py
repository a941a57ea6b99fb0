"""Acts on several cases at once 批量办理: looked at first, done case by case, what could not be done listed."""
