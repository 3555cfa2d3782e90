from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionAnonymisationLine(models.Model):
    """A case whose persons are to be forgotten. Delete the line to keep the case."""

    _name = "collection.anonymisation.line"
    _description = "Case to Anonymise"
    _order = "closed_date, id"

    anonymisation_id = fields.Many2one(
        "collection.anonymisation", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="anonymisation_id.company_id", store=True)
    state = fields.Selection(related="anonymisation_id.state")
    case_id = fields.Many2one(
        "collection.case", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Debtor", readonly=True, ondelete="cascade"
    )
    contact_ids = fields.Many2many(
        "res.partner",
        string="Persons",
        readonly=True,
        context={"active_test": False},
    )
    closed_date = fields.Date(string="Closed On", readonly=True)
    forget_date = fields.Date(string="Kept Until", readonly=True)
    action_count = fields.Integer(string="Messages", readonly=True)
    message_count = fields.Integer(string="Chatter", readonly=True)
    document_count = fields.Integer(string="Letters", readonly=True)
    entry_count = fields.Integer(string="Entries", readonly=True)
    is_done = fields.Boolean(readonly=True, string="Done")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        if any(line.state in ("running", "done") for line in self):
            raise UserError(
                self.env._("What was anonymised stays on record and is not deleted.")
            )
