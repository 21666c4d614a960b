"""Speed and quality, measured beside peers in the same run."""
