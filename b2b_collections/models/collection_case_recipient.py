from odoo import api, fields, models

from ..core.decide import Debtor
from ..core.recipients import find_copies, resolve


class CollectionCase(models.Model):
    """Whom a level reaches: the same for a message by hand as for the run."""

    _inherit = "collection.case"

    contact_ids = fields.Many2many(
        "res.partner",
        compute="_compute_contact_ids",
        string="Contacts",
        help="The debtor itself and everybody who belongs to it.",
    )

    @api.depends("partner_id")
    def _compute_contact_ids(self):
        Partner = self.env["res.partner"]
        contacts = Partner.search(
            [("commercial_partner_id", "in", self.partner_id.ids)], order="id"
        ).grouped("commercial_partner_id")
        for case in self:
            own = contacts.get(case.partner_id, Partner)
            case.contact_ids = (case.partner_id & own) | own

    def action_view_contacts(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contacts of %(debtor)s", debtor=self.partner_id.name),
            "res_model": "res.partner",
            "views": [
                (
                    self.env.ref("b2b_collections.res_partner_view_list_roles").id,
                    "list",
                ),
                (False, "form"),
            ],
            "domain": [("commercial_partner_id", "=", self.partner_id.id)],
            "context": {"default_parent_id": self.partner_id.id},
        }

    def _get_recipient(self, level, invoicing=None):
        """Contact to whom the run would send a message of this level.

        :param invoicing: invoicing contact; default: that of the oldest open item
        """
        self.ensure_one()
        invoicing = invoicing or self._get_suggested_contact()
        found = self._resolve_recipient(level, invoicing)
        return invoicing.browse(found.contact) if found else invoicing

    def _resolve_recipient(self, level, invoicing):
        """The :class:`..core.recipients.Recipient`; ``None``: not of our ladder."""
        run = self._new_hand_run()
        rules = self._get_contact_rules(run)
        if level.id not in rules.level_channels:
            return None
        self.env.flush_all()
        reach, contacts = self._load_addresses(run, invoicing)
        debtor = Debtor(reach=reach, contacts=contacts)
        return resolve(level.id, invoicing.id, debtor, rules)

    def _load_addresses(self, run, contact):
        """``({contact id: Reach}, contacts with roles)`` of this case."""
        contacts = run._load_contacts(self.ids)[self.id]
        reach = run._load_reach({contact.id, *(found.key for found in contacts)})
        return reach, contacts

    def _add_copies(self, plan, debtor):
        """The plan of a message by hand with who gets a copy of it."""
        rules = self._get_contact_rules(self._new_hand_run())
        copies = find_copies(plan.level_id, plan.contact, plan.channels, debtor, rules)
        return plan._replace(copies=copies)
