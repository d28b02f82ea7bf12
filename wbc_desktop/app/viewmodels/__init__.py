"""State that views show: Qt objects around the case, the batch and the settings."""
