"""The demo: a city that does not exist, its simulated people, and what they said."""
