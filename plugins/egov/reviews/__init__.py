"""Reviews of petitions 信访复查、复核 (信访工作条例 35, 36): asked for of the organ above, answered in thirty days."""
