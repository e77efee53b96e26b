"""Over how many things something is really spread: effective numbers of shares."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def effective_number(shares: npt.ArrayLike) -> float:
    """Return the inverse of the sum of squared shares: 4 equal shares count as 4.

    Args:
        shares: at least one, none negative, not all 0; they are scaled to add up to 1.

    Raises:
        ValueError: shares that are no shares.

    Source: Hill 1973, order 2; the inverse of the Herfindahl-Hirschman index.
    """
    return float(1 / np.sum(np.square(_scaled(shares))))


def shannon_number(shares: npt.ArrayLike) -> float:
    """Return the exponential of the Shannon entropy of shares; small ones count for more in it.

    Args:
        shares: as for `effective_number`.

    Source: Hill 1973, order 1.
    """
    scaled = _scaled(shares)
    held = scaled[scaled > 0]
    return float(np.exp(-np.sum(held * np.log(held))))


def similar_number(shares: npt.ArrayLike, similarity: npt.ArrayLike) -> float:
    """Return the effective number of shares of things that are more or less alike.

    Twins count as one, strangers as two, two halves that are alike by .5 as 1.33.

    Args:
        shares: n of them, as for `effective_number`.
        similarity: n by n, symmetric, from 0 (strangers) to 1 (the same), 1 on the diagonal.

    Raises:
        ValueError: shares that are no shares, or a matrix that is no similarity.

    Source: Leinster and Cobbold 2012, order 2: 1 / (s' Z s).
    """
    scaled, alike = _scaled(shares), np.asarray(similarity, dtype=np.float64)
    if alike.shape != (len(scaled), len(scaled)) or not np.array_equal(alike, alike.T):
        raise ValueError("a similarity is a symmetric matrix with a row a share")
    if np.any(np.diag(alike) != 1) or np.any(alike < 0) or np.any(alike > 1):
        raise ValueError("a similarity lies between 0 and 1, and is 1 with itself")
    return float(1 / (scaled @ alike @ scaled))


def _scaled(shares: npt.ArrayLike) -> Floats:
    given = np.asarray(shares, dtype=np.float64)
    if given.ndim != 1 or not np.all(np.isfinite(given)) or np.any(given < 0):
        raise ValueError("shares are numbers of at least 0")
    largest = given.max(initial=0)
    if largest <= 0:
        raise ValueError("shares need at least one above 0")
    # Scaled to the largest first: the squares of tiny shares would vanish.
    relative: Floats = given / largest
    scaled: Floats = relative / relative.sum()
    return scaled
