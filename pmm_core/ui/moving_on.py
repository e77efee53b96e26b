"""Whether the visitor has moved on: pressed Stop, left the page, or chosen something else."""

from collections.abc import Callable

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType


def moved_on() -> Callable[[], bool]:
    """Return what tells, from any thread, whether this run is not waited for any more.

    Streamlit stops a run only where it draws something, and never inside a query: a long reading
    would go on for nobody, and keep whoever chose something else waiting.
    """
    context = get_script_run_ctx(suppress_warning=True)
    requests = context.script_requests if context else None
    if requests is None:
        return lambda: False
    return lambda: requests._state is not ScriptRequestType.CONTINUE
