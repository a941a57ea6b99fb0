"""Disclosure of government information 政府信息公开: requests on their road, the catalogue, the yearly figures."""
