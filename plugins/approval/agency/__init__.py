"""代办: a village agent registers for people of the own village and brings the papers up to the township."""
