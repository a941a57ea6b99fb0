"""Calendar feeds 日历订阅: the limits of a person or unit at a secret address, for the calendar of their telephone."""
