"""Named places where a test may make the program stop, to prove that nothing is left half done.

`PMM_FAIL=import.after_rows:kill` kills the process there, `:error` raises. Without the variable a
failpoint does nothing.
"""

import os
import signal


class FailpointReached(RuntimeError):
    """Raised by `PMM_FAIL=NAME:error`."""


def failpoint(name: str) -> None:
    """Stop here if the environment asks for it.

    Args:
        name: dotted place, e.g. `import.after_rows`.

    Raises:
        FailpointReached: when asked for with `:error`.
    """
    asked = os.environ.get("PMM_FAIL", "")
    place, _, how = asked.partition(":")
    if place != name:
        return
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise FailpointReached(f"failpoint {name}")
