from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

FACTS = ("name", "email", "phone", "street", "zip", "city")


class CollectionTracingWizard(models.TransientModel):
    """End a tracing: with the contact that was found, or without."""

    _name = "collection.tracing.wizard"
    _description = "Finish a Tracing"

    tracing_id = fields.Many2one(
        "collection.tracing", required=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="tracing_id.partner_id")
    outcome = fields.Selection(
        [("found", "Found"), ("not_found", "Not found")], required=True, default="found"
    )
    contact_id = fields.Many2one(
        "res.partner",
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="Whose address was found. Empty: a new contact of the debtor.",
    )
    name = fields.Char()
    email = fields.Char()
    phone = fields.Char()
    street = fields.Char()
    zip = fields.Char()
    city = fields.Char()
    role_ids = fields.Many2many(
        "collection.role",
        string="Roles",
        help="A new contact needs a role that the next level addresses.",
    )
    result = fields.Text(
        required=True, help="What was done and what came of it; it is kept."
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "collection.tracing":
            values.setdefault("tracing_id", self.env.context.get("active_id"))
        tracing = self.env["collection.tracing"].browse(values.get("tracing_id"))
        if "contact_id" in fields and tracing:
            unreached = tracing.case_id._find_unreached()
            values.setdefault(
                "contact_id", (unreached.contact_id or tracing.partner_id).id
            )
        return values

    @api.onchange("contact_id")
    def _onchange_contact_id(self):
        for name in FACTS:
            self[name] = self.contact_id[name]
        self.role_ids = self.contact_id.collection_role_ids

    def action_finish(self):
        self.ensure_one()
        self.tracing_id.case_id.check_access("write")
        if not (self.result or "").strip():
            raise UserError(self.env._("Say what was done and what came of it."))
        contact = self.env["res.partner"]
        if self.outcome == "found":
            contact = self._write_contact()
            self._check_reached()
        self.tracing_id._close(self.outcome, self.result, contact)
        return {"type": "ir.actions.act_window_close"}

    def _write_contact(self):
        """What was found goes to the contact, with the rights of who found it."""
        vals = {
            name: self[name]
            for name in FACTS
            if self[name] and self[name] != self.contact_id[name]
        }
        if self.role_ids:
            vals["collection_role_ids"] = [Command.set(self.role_ids.ids)]
        if self.contact_id:
            self.contact_id.write(vals)
            return self.contact_id
        if not self.name:
            raise UserError(self.env._("Name: give the new contact a name."))
        return self.env["res.partner"].create(
            {
                **vals,
                "parent_id": self.partner_id.id,
                "type": "other" if self.street or self.city else "contact",
                "lang": self.partner_id.lang,
            }
        )

    def _check_reached(self):
        item = self.tracing_id.case_id._find_unreached()
        if item:
            raise UserError(
                self.env._(
                    "With these data %(level)s still reaches nobody. Correct the "
                    "address of %(contact)s, or give the contact you found a role "
                    "that this level addresses (%(addressed)s).",
                    level=item.next_level_id.name,
                    contact=item.contact_id.display_name,
                    addressed=item.next_level_id.addressed_to,
                )
            )
