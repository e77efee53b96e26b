"""The end of a launch: how it went, what it teaches, and what past launches propose to the next."""
