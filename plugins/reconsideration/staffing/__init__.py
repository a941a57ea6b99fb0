"""Staff and means of the reconsideration office 人员和保障, year by year, against its caseload (行政复议法 6, 7)."""
