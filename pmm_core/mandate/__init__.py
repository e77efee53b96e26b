"""Why the team exists and what it takes on first: written, put forward, signed."""
