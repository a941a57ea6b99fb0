"""Schemes of the year 年度方案: days and quotas of duties, copied from the county's, tightened, confirmed by two."""
