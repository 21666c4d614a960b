"""An analysis on paper: the numbers that may be published, as a file, a page or on a screen."""
