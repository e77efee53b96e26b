"""What a launch is to be before it is read: dates, tier, readiness, audience, targets."""
