"""Over how much each product marketer is spread, and in which weeks it is too much."""
