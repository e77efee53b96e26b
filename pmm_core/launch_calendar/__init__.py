"""When launches are, which of them collide, and their days as a calendar file."""
