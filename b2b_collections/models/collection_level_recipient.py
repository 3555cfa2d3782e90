from odoo import api, fields, models

from ..core.recipients import Addressing


class CollectionLevelRecipient(models.Model):
    """One role that a level addresses; the first that can be reached gets it."""

    _name = "collection.level.recipient"
    _description = "Role Addressed by a Level"
    _order = "sequence, id"
    _rec_name = "role_id"

    level_id = fields.Many2one(
        "collection.level", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    role_id = fields.Many2one("collection.role", required=True, ondelete="restrict")

    _role_unique = models.UniqueIndex(
        "(level_id, role_id)", "A level addresses each role once only."
    )


class CollectionLevel(models.Model):
    """Whom a level addresses, and who gets a copy."""

    _inherit = "collection.level"

    recipient_ids = fields.One2many(
        "collection.level.recipient",
        "level_id",
        string="Addressed To",
        copy=True,
        help="Roles in order: the first of which the debtor has a contact that can be "
        "reached. Else, or if empty: the invoicing contact.",
    )
    copy_role_ids = fields.Many2many(
        "collection.role",
        string="Copies To",
        help="Contacts of the debtor with these roles get a copy of the mail, or of "
        "the letter where the level sends no mail.",
    )
    addressed_to = fields.Char(compute="_compute_addressed_to", string="Goes To")

    @api.depends("recipient_ids.role_id", "recipient_ids.sequence", "copy_role_ids")
    @api.depends_context("lang")
    def _compute_addressed_to(self):
        for level in self:
            names = level.recipient_ids.sorted("sequence").role_id.mapped("name")
            names.append(self.env._("Invoicing contact"))
            copies = ", ".join(level.copy_role_ids.mapped("name"))
            level.addressed_to = " → ".join(names) + (
                self.env._("; copies: %(roles)s", roles=copies) if copies else ""
            )

    def _get_addressing(self):
        """The recipients as the core takes them."""
        self.ensure_one()
        recipients = self.recipient_ids.sorted(lambda line: (line.sequence, line.id))
        return Addressing(
            tuple(line.role_id.id for line in recipients),
            tuple(self.copy_role_ids.sorted("sequence").ids),
        )
