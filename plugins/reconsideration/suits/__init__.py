"""Court cases that follow 行政应诉: of the county whose decision is contested, of the township whose act is."""
