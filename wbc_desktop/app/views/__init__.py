"""What a person sees; every view is given its view model in the constructor."""
