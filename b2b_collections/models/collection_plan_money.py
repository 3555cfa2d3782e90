from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CollectionPlan(models.Model):
    """Drafts for the ledger: what the debtor owes on top, and what he is granted.

    Drafts only: an accountant looks at their taxes and posts them, or does not.
    """

    _inherit = "collection.plan"

    debit_move_id = fields.Many2one(
        "account.move",
        string="Debit Note",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Fee and interest.",
    )
    debit_hold_id = fields.Many2one(
        "collection.hold", readonly=True, copy=False, ondelete="set null"
    )
    credit_move_id = fields.Many2one(
        "account.move",
        string="Credit Note",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Settlement discount.",
    )

    def _draft_debit_note(self):
        """Fee and interest as an invoice of their own, when the plan begins."""
        for plan in self:
            charges = [
                (
                    self.env._("Interest, plan %(plan)s", plan=plan.name),
                    plan.amount_interest,
                ),
                (self.env._("Fee, plan %(plan)s", plan=plan.name), plan.fee),
            ]
            charges = [(name, sum_) for name, sum_ in charges if sum_]
            if charges:
                plan.debit_move_id = plan._draft_move("out_invoice", charges)
                plan._ask_to_post(
                    self.env._(
                        "%(plan)s: post the debit note for fee and interest",
                        plan=plan.name,
                    )
                )

    def _draft_credit_note(self, day):
        for plan in self.filtered(lambda p: not p.credit_move_id):
            name = self.env._("Settlement discount, plan %(plan)s", plan=plan.name)
            plan.credit_move_id = plan._draft_move(
                "out_refund", [(name, plan.amount_discount)]
            )
            plan._ask_to_post(
                self.env._(
                    "%(plan)s was completed: post the credit note for its discount",
                    plan=plan.name,
                ),
                day,
            )

    def _draft_move(self, move_type, charges):
        company = self.company_id
        # A draft that follows from an approved plan; posting it takes an accountant.
        Move_sudo = self.env["account.move"].sudo().with_company(company)
        journal = (
            self.env["account.journal"]
            .sudo()
            .search(
                [
                    *self.env["account.journal"]._check_company_domain(company),
                    ("type", "=", "sale"),
                ],
                limit=1,
            )
        )
        if not journal:
            raise UserError(
                self.env._(
                    "%(company)s has no sales journal for the debit note over fee and "
                    "interest. Create one, or leave them out of the plan.",
                    company=company.name,
                )
            )
        return Move_sudo.create(
            {
                "move_type": move_type,
                "journal_id": journal.id,
                "partner_id": self._get_invoice_contact().id,
                "currency_id": self.currency_id.id,
                "invoice_origin": self.name,
                "collection_is_charge": move_type == "out_invoice",
                "invoice_payment_term_id": False,
                "invoice_date_due": self.date_end,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": name,
                            "price_unit": amount,
                            "quantity": 1,
                            "tax_ids": [],
                        }
                    )
                    for name, amount in charges
                ],
            }
        )

    def _get_invoice_contact(self):
        """Whom the oldest item was sent to."""
        oldest = self.item_ids.item_id.sorted(lambda item: (item.date_due, item.id))
        return oldest[:1].contact_id or self.partner_id

    def _ask_to_post(self, summary, day=None):
        day = day or self.env["collection.action"]._get_today()
        # Quietly: a run may ask for many, and a preview for none.
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "b2b_collections.mail_act_plan_post",
            date_deadline=day,
            summary=summary,
            user_id=self.company_id._get_collection_manager().id,
        )

    def _get_debit_items(self):
        """The debit notes as collections sees them, once they are posted."""
        return self.env["collection.item"].search(
            Domain("move_id", "in", self.debit_move_id.ids)
        )

    def _hold_debit_notes(self):
        """A posted debit note is paid with the instalments, and not chased either."""
        items = self._get_debit_items().filtered(
            lambda item: item.state == "open" and not item.move_line_id.reconciled
        )
        by_move = items.grouped("move_id")
        for plan in self.filtered(lambda one: one.debit_move_id in by_move):
            item = by_move[plan.debit_move_id][:1]
            is_held = plan.debit_hold_id.state in ("planned", "active")
            if item.case_id and not is_held and plan.state == "active":
                reason = self.env.ref("b2b_collections.hold_reason_plan")
                plan.debit_hold_id = item.case_id._hold(
                    reason, items=item, source="system"
                )

    def _match_discount(self):
        """Give the posted credit note to what is left open of the items."""
        for plan in self.filtered(lambda one: one.state == "completed"):
            lines = plan.item_ids.item_id.move_line_id
            lines |= plan.credit_move_id.line_ids.filtered(
                lambda line: line.account_id.account_type == "asset_receivable"
            )
            lines.filtered(lambda line: not line.reconciled).reconcile()

    def _release_undiscounted(self):
        """Nobody has granted the discount: what it left open is owed after all."""
        words = self.env._("The settlement discount was not granted.")
        for plan in self.filtered(lambda one: one.state == "completed"):
            if plan.credit_move_id.state in (False, "cancel"):
                plan._release_holds(words)

    def _drop_draft_moves(self):
        """What was only drafted goes with the plan."""
        for plan in self:
            plan.debit_move_id = plan._drop_draft(plan.debit_move_id)

    def _drop_draft(self, move):
        """Delete a draft that was never posted; return what is left of it."""
        if move and move.state == "draft" and not move.posted_before:
            move.unlink()
            return move.browse()
        return move
