"""Effects after the commit: the outbox, periodic jobs, and the worker that runs both."""
