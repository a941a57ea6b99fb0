"""Orders to put an unlawful building right, and its demolition by the township (城乡规划法 65, 行政强制法 34–44)."""
