"""前置和事后环节: what comes before the township receives and after it delivered; what a village says."""
