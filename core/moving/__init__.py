"""Moving: one township from an installation to another, a township into its successor, all to another database."""
