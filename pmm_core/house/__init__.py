"""What a team sets for itself about launches: the questions of a tier, the readiness lists."""
