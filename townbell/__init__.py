"""Townbell: where a community and its police hear each other."""

VERSION = "0.1.0"
