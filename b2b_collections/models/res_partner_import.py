from psycopg2.errors import ForeignKeyViolation

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import mute_logger


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _unlink_unless_used(self):
        """Delete these partners; those that something refers to stay.

        Any installed module may refer to a partner, so the database is asked.
        """
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.unlink()
        except (ForeignKeyViolation, UserError):
            self.env.invalidate_all()
            if len(self) > 1:
                for partner in self:
                    partner._unlink_unless_used()
