from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain


class CollectionCase(models.Model):
    """How disputes are opened on a case, and what it shows of them."""

    _inherit = "collection.case"

    dispute_ids = fields.One2many("collection.dispute", "case_id", readonly=True)
    dispute_count = fields.Integer(
        compute="_compute_disputes",
        string="Disputes",
        help="All, decided ones as well.",
    )
    dispute_open_count = fields.Integer(
        compute="_compute_disputes", string="Open Disputes"
    )
    amount_disputed = fields.Monetary(
        compute="_compute_disputes",
        string="In Dispute",
        help="Contested and not decided yet, company currency.",
    )

    def _dispute(
        self,
        reason,
        amounts,
        description=None,
        contact=None,
        owner=None,
        origin="collector",
        evidence=None,
        confirm=False,
    ):
        """Open a dispute on this case. The one way for screens, calls and the portal.

        Who calls it for somebody without rights on the case (the debtor himself) has
        checked that the case is his, and calls it on ``sudo()``.

        :param reason: collection.dispute.reason
        :param amounts: ``{collection.item: contested amount in its currency}``;
            ``None``: all that is open of it
        :param description: what the debtor says
        :param contact: res.partner who objects
        :param owner: res.users who looks into it; default: that of the reason, else the
            collector
        :param origin: see field ``origin``
        :param evidence: ir.attachment of the debtor
        :param confirm: tell the debtor that we have it: with the documents, if the
            reason is an administrative one
        :return: the new collection.dispute
        :raises ValidationError: an amount is over the open balance or contested
            already, several currencies, another case or company
        :raises UserError: an item is paid
        """
        self.ensure_one()
        if not amounts:
            raise ValidationError(self.env._("Items: choose what the debtor contests."))
        vals = {
            "case_id": self.id,
            "reason_id": reason.id,
            "description": description,
            "contact_id": contact.id if contact else False,
            "origin": origin,
            "line_ids": [
                Command.create(
                    {
                        "item_id": item.id,
                        "amount": item._get_open_residual()
                        if amount is None
                        else amount,
                    }
                )
                for item, amount in amounts.items()
            ],
        }
        if owner:
            vals["user_id"] = owner.id
        if evidence:
            vals["evidence_ids"] = [Command.set(evidence.ids)]
        dispute = self.env["collection.dispute"].create(vals)
        if confirm:
            dispute._confirm()
        return dispute

    def _compute_disputes(self):
        Dispute = self.env["collection.dispute"]
        mine = Domain("case_id", "in", self.ids)
        counts = dict(Dispute._read_group(mine, ["case_id"], ["__count"]))
        running = {
            case: figures
            for case, *figures in Dispute._read_group(
                mine & Dispute._get_open_domain(),
                ["case_id"],
                ["__count", "amount_company:sum"],
            )
        }
        for case in self:
            case.dispute_count = counts.get(case, 0)
            found = running.get(case, (0, 0.0))
            case.dispute_open_count, case.amount_disputed = found

    def _get_agreement_stages(self):
        stages = super()._get_agreement_stages()
        rows = self.env["collection.dispute"]._read_group(
            Domain("case_id", "in", self.ids)
            & self.env["collection.dispute"]._get_unsettled_domain(),
            ["case_id"],
        )
        for (case,) in rows:
            stages.setdefault(case.id, set()).add("disputed")
        return stages

    def action_view_disputes(self):
        return self.env["collection.dispute"]._action_list(
            [("case_id", "in", self.ids)], default_case_id=self[:1].id
        )

    def action_new_dispute(self):
        """The form of a new dispute, prefilled with what is overdue on this case."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Dispute"),
            "res_model": "collection.dispute",
            "views": [(False, "form")],
            "context": self._get_dispute_defaults(),
        }

    def _get_dispute_defaults(self):
        """An only overdue item is what it is about; of several, a person says which."""
        today = self.env["collection.action"]._get_today()
        overdue = self.item_ids.filtered(
            lambda item: item.state == "open" and item.date_due < today
        )
        lines = [Command.create({"item_id": item.id}) for item in overdue]
        return {
            "default_case_id": self.id,
            "default_line_ids": lines if len(lines) == 1 else [],
        }
