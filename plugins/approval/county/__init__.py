"""First review and what follows 初审转报 (许可法 35, 43): a case in the township, and one in the county above."""
