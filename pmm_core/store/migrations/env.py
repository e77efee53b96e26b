"""Runs migrations on the connection that `store.upgrade` hands over, inside its transaction."""

from alembic import context

from pmm_core.models import Record

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Record.metadata,
    # SQLite cannot alter a column in place: Alembic builds the table anew.
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
