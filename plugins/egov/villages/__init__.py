"""Village affairs 村务公开 (村民委员会组织法 35): a village fills in, the township looks, everybody reads."""
