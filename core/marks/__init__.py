"""What each person keeps at hand: the cases they opened last, and those they pinned."""
