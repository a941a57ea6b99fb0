"""三单 orders 交办单、催办单、督办单 and findings 整改通知单: issued with a limit, answered, checked, lifted."""
