"""联席会议: an agenda of what waits, resolutions that are followed until done, minutes and a circular."""
