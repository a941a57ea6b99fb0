"""Organisations 单位 and their members 企业成员: several people act for one applicant, by written mandate."""
