"""Exchange of official documents 公文交换: sent to other tenants, signed for, read, handled, answered, archived."""
