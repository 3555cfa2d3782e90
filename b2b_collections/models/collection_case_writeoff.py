from odoo import fields, models
from odoo.fields import Command, Domain

from .collection_writeoff import LIVE


class CollectionCase(models.Model):
    """The write-offs of a case."""

    _inherit = "collection.case"

    writeoff_ids = fields.One2many("collection.writeoff", "case_id", readonly=True)
    writeoff_count = fields.Integer(
        compute="_compute_writeoff_count", string="Write-Offs"
    )

    def _compute_writeoff_count(self):
        counts = dict(
            self.env["collection.writeoff"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.writeoff_count = counts.get(case, 0)

    def _get_agreement_stages(self):
        found = super()._get_agreement_stages()
        rows = self.env["collection.writeoff"]._read_group(
            Domain("case_id", "in", self.ids) & Domain("state", "in", LIVE), ["case_id"]
        )
        for (case,) in rows:
            found.setdefault(case.id, set()).add("write_off")
        return found

    def action_view_writeoffs(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_writeoff_action"
        )
        action["domain"] = [("case_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_new_writeoff(self):
        """A new write-off over all that is open and fits into one."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Write-Off"),
            "res_model": "collection.writeoff",
            "views": [(False, "form")],
            "context": {"default_case_id": self.id},
        }

    def _prepare_writeoff_lines(self):
        """``(currency, commands)``: all that may be written off, in one currency."""
        self.ensure_one()
        items = self.env["collection.item"].search(
            Domain("case_id", "=", self.id) & Domain("state", "=", "open")
        )
        barred = items._find_writeoff_bars()
        items = items.filtered(
            lambda item: item not in barred and item._get_open_residual() > 0
        )
        groups = items.grouped("currency_id")
        currency = max(
            groups, key=lambda one: len(groups[one]), default=self.currency_id
        )
        items = groups.get(currency, items.browse())
        return currency, [Command.create({"item_id": item.id}) for item in items]

    def _get_open_one(self):
        """The open case of the debtor: this one, or the one that came after it."""
        self.ensure_one()
        if self.state == "open":
            return self
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("state", "=", "open"),
            ]
        )

    def _reopen(self):
        """Open closed cases again, where their debtor has no open one.

        Called by what brings a debt back and has checked the rights to do so.
        """
        closed = self.filtered(lambda case: not case._get_open_one())
        if not closed:
            return
        upcoming = self.env.ref("b2b_collections.stage_upcoming")
        closed.write({"state": "open", "closed_date": False, "stage_id": upcoming.id})
