from odoo import fields, models
from odoo.fields import Command
from odoo.tools import formataddr

from ..core.channels import LETTER, MAIL


class CollectionAction(models.Model):
    """Whom an action addressed for his role, and who got a copy of it."""

    _inherit = "collection.action"

    role_id = fields.Many2one(
        "collection.role",
        string="Addressed As",
        readonly=True,
        ondelete="restrict",
        help="Role for which the level chose this recipient. Empty: it is the "
        "invoicing contact, or somebody chose the recipient by hand.",
    )
    copy_ids = fields.Many2many(
        "res.partner", relation="collection_action_copy_rel", readonly=True
    )
    copies = fields.Char(
        string="Copies To", readonly=True, help="As named when the message was made."
    )
    copy_count = fields.Integer(
        string="Copies to Print",
        readonly=True,
        help="Printed behind the letter: nobody gets them by mail.",
    )

    def _prepare_copy_vals(self, debtor, plan, channel):
        """Values of one action of a planned message: who gets a copy.

        The letter names who gets one, by mail or on paper.
        """
        if not plan.copies or channel not in (MAIL, LETTER):
            return {}
        contacts = self.env["res.partner"].browse(plan.copies)
        names = [contact.name or contact.display_name for contact in contacts]
        if channel == MAIL:
            addresses = [debtor.reach[contact.id].email for contact in contacts]
            names = map(
                formataddr, zip(contacts.mapped("name"), addresses, strict=True)
            )
        return {
            "copy_ids": [Command.set(contacts.ids)],
            "copies": ", ".join(names),
            "copy_count": 0 if MAIL in plan.channels else len(contacts),
        }

    def _get_copy_names(self):
        """Who gets a copy, as letter and mail name them; empty if nobody does."""
        self.ensure_one()
        return "; ".join(
            ", ".join(filter(None, (contact.name or contact.type, contact.function)))
            for contact in self.copy_ids
        )
