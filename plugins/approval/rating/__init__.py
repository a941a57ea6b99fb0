"""好差评: people rate a service once; a bad rating is verified, put right and answered."""
