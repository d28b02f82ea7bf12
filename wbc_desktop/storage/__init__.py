"""What survives a restart: paths, settings, the case database."""
