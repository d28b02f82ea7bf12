"""Plain data and arithmetic of a leukocyte differential: standard library and numpy alone."""
