from odoo import fields, models
from odoo.exceptions import UserError

from .collection_dispute import ACCEPTED_STATES

CREDIT_TASK = "b2b_collections.mail_act_credit_note"


class CollectionDispute(models.Model):
    """What is accepted is credited: drafted here, posted by an accountant."""

    _inherit = "collection.dispute"

    credit_state = fields.Selection(
        [
            ("none", "Nothing to credit"),
            ("to_prepare", "Credit note to be prepared"),
            ("draft", "Credit note in draft"),
            ("posted", "Credited"),
        ],
        default="none",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    credit_move_ids = fields.One2many(
        "account.move", "collection_dispute_id", string="Credit Notes", readonly=True
    )

    _credit_idx = models.Index("(company_id) WHERE credit_state != 'none'")

    def action_prepare_credit(self):
        """Draft what is missing, as the user: accounting says whether he may."""
        for dispute in self:
            dispute.check_access("read")
            if not (
                dispute.state in ACCEPTED_STATES
                and dispute.credit_state == "to_prepare"
            ):
                raise UserError(
                    self.env._(
                        "%(dispute)s: no credit note is to be prepared.",
                        dispute=dispute.name,
                    )
                )
        self.env["account.move"].check_access("create")
        self._prepare_credit_notes()
        return self.action_view_credits()

    def _prepare_credit_notes(self):
        """Draft the credit notes; without the right to, ask an accountant for them."""
        for dispute in self:
            if dispute._may_draft():
                dispute._draft_credits()
            else:
                dispute._ask_accountant()

    def _may_draft(self):
        """Whether the user may create invoices, and Odoo can reverse these ones."""
        moves = self.line_ids.filtered("amount_accepted").move_id
        return (
            not self.env.su
            and self.env["account.move"].has_access("create")
            and moves.has_access("read")
            and all(move.move_type == "out_invoice" for move in moves)
        )

    def _draft_credits(self):
        """One draft per item, made with the rights of the user."""
        for line in self._get_lines_to_credit():
            move = line.move_id.with_company(self.company_id)
            why = self.env._(
                "%(dispute)s: %(reason)s", dispute=self.name, reason=self.reason_id.name
            )
            credit = move._draft_credit(line.amount_accepted, why)
            credit.collection_dispute_line_id = line
        # What follows from the drafts, for whoever was allowed to make them.
        dispute_sudo = self.sudo()
        dispute_sudo.credit_state = "draft"
        dispute_sudo.activity_feedback([CREDIT_TASK])

    def _get_lines_to_credit(self):
        """Accepted lines that have no credit note yet."""
        # Accounting says who may read credit notes; that there is one is no secret.
        credits_sudo = self.sudo().credit_move_ids
        credited = credits_sudo.filtered(lambda move: move.state != "cancel")
        done = credited.collection_dispute_line_id
        return self.line_ids.filtered(
            lambda line: line.amount_accepted and line.id not in done.ids
        )

    def _ask_accountant(self):
        """A task for somebody who may; he sees the dispute from then on."""
        dispute_sudo = self.sudo()
        company = dispute_sudo.company_id
        accountant = (
            company.collection_accountant_id or company._get_collection_manager()
        )
        dispute_sudo.write(
            {"credit_state": "to_prepare", "accountant_id": accountant.id}
        )
        dispute_sudo.activity_schedule(
            CREDIT_TASK,
            self.env["collection.action"]._get_today(),
            summary=self.env._(
                "Prepare the credit note: %(debtor)s",
                debtor=dispute_sudo.partner_id.name,
            ),
            user_id=accountant.id,
        )

    def _follow_credits(self):
        """Bring the state in line with the credit notes, as they are now.

        All posted: what was held is free, and item and ledger agree. One deleted or
        cancelled: it is to be prepared again, and stays held. Back in draft: held.
        """
        for dispute in self.sudo():
            found = dispute._find_credit_state()
            if found == dispute.credit_state:
                continue
            before, dispute.credit_state = dispute.credit_state, found
            if found == "posted":
                dispute._note_credited()
            elif found == "to_prepare":
                dispute._ask_accountant()
            if "posted" in (found, before):
                dispute.line_ids._follow_amounts()
            dispute.case_id._publish_agreements()

    def _find_credit_state(self):
        if self.state not in ACCEPTED_STATES:
            return "none"
        found = self.credit_move_ids.filtered(lambda move: move.state != "cancel")
        if self._get_lines_to_credit():
            return "to_prepare"
        posted = all(move.state == "posted" for move in found)
        return "posted" if posted else "draft"

    def _note_credited(self):
        self.line_ids.item_id._refresh_amounts()
        self.activity_unlink([CREDIT_TASK])
        self._record_disputes(
            "dispute_credited",
            ", ".join(self.credit_move_ids.mapped("name")),
        )

    def action_view_credits(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_refund_type"
        )
        action["domain"] = [("collection_dispute_id", "in", self.ids)]
        action["context"] = {"default_move_type": "out_refund", "create": False}
        if len(self.credit_move_ids) == 1:
            action.update(
                views=[(False, "form")],
                view_mode="form",
                res_id=self.credit_move_ids.id,
            )
        return action
