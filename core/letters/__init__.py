"""Letters 来信: one thread between office and party in each case; what the party writes is answered or closed."""
