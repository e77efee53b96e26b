"""The end of a launch: how it went, what it teaches, and what closed ones propose to the next."""
