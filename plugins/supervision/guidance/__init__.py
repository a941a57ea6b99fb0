"""The general office's log of inspection and guidance 检查指导, and its briefs to the county 信息报送."""
