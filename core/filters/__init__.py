"""What people keep of their lists: filters under a name, and the columns they want to see."""
