"""Changes of the working calendar: proposed by one, previewed, and confirmed by a second person."""
