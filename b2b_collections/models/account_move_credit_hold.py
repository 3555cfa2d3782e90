from odoo import api, fields, models


class AccountMove(models.Model):
    """Whoever drafts an invoice is told when its customer is in collections."""

    _inherit = "account.move"

    collection_credit_note = fields.Char(compute="_compute_collection_credit_note")

    @api.depends("commercial_partner_id", "company_id", "move_type", "state")
    def _compute_collection_credit_note(self):
        self.collection_credit_note = False
        drafts = self.filtered(
            lambda move: move.state == "draft" and move.move_type == "out_invoice"
        )
        for company, moves in drafts.grouped("company_id").items():
            partners = moves.commercial_partner_id
            standings = partners._get_credit_standings(company)
            for move in moves.filtered("commercial_partner_id"):
                partner = move.commercial_partner_id
                move.collection_credit_note = partner._word_credit(standings[partner])
