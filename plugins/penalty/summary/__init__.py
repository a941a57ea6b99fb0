"""The summary procedure 简易程序: a fine or a warning decided on the spot, reported, paid and closed (51–53, 66–73)."""
