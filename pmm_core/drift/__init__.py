"""How much of the work taken on lies outside the mandate, and who asks for it."""
