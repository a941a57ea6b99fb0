"""The windows of the service centre: queue with priority, hall screen, and the desk that answers the telephone."""
