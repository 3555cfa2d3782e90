import gc
from contextlib import contextmanager


class QueryCounting:
    """Counts what a piece of work asks the database."""

    @contextmanager
    def taken_back(self):
        """Undo what happens inside, so that the next one finds the same."""
        self.env.flush_all()
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            yield
        finally:
            self.env.transaction.clear()
            savepoint.rollback()
            savepoint.close(rollback=False)

    def count_queries(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        # Odoo's environments remember time zone and user until they are collected.
        gc.collect()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
