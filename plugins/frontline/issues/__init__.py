"""The ledger of urgent matters 急难愁: collected, given out, handled, answered to everybody who raised them (S35)."""
