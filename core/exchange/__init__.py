"""Exchange between tenants: parcels go out with the act, are taken in once, and the receipt comes back the same way."""
