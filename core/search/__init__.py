"""Search: tokens shared by every backend, one interface, the Whoosh backend, and the service that checks rows."""
