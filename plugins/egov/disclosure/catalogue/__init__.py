"""The catalogue of information published of one's own accord 主动公开目录: due days, index numbers, the checklist."""
