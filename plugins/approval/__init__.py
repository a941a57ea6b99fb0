"""行政审批 approval: administrative licences and the services beside them, from the item to its archive."""
