"""双随机、一公开 (优化营商环境条例54): plan, draws, record, what follows, and its publication."""
