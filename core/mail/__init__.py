"""Letters by e-mail: owed with the act, sent by the worker, never in a request."""
