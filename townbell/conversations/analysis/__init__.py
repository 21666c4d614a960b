"""The one part of the room that calls the opinion engine, or reads and writes its files."""
