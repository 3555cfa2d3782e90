from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from . import journal_guard


class CollectionJournalHead(models.Model):
    """Where the chain of a company ends.

    Kept apart from the entries, so that the last ones cannot vanish unnoticed.
    """

    _name = "collection.journal.head"
    _description = "End of a Journal"
    _rec_name = "number"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    number = fields.Integer(readonly=True, aggregator=None)
    hash = fields.Char(readonly=True)

    _company_unique = models.UniqueIndex("(company_id)")

    def init(self):
        super().init()
        backwards = SQL("NEW.number < OLD.number OR NEW.company_id != OLD.company_id")
        journal_guard.install(self.env.cr, self._table, backwards)

    def write(self, vals):
        raise UserError(self.env._("The end of a journal moves with its entries only."))
