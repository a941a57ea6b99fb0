"""A review 行政复议案件 at the county: from the application to what became of the decision."""
