"""PMM Scorecard: the measurement home of a product marketing team.

Pages, command line and decks call the same services of this package and show the same results.
"""

__version__ = "0.1.0"
