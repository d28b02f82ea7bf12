"""Network definitions, manifests, the registry and preprocessing: the one part shared with training."""
