"""Cases to tables and documents; knows the core alone."""
