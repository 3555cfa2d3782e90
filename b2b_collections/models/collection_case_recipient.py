from odoo import models

from ..core.decide import Debtor
from ..core.recipients import find_copies, resolve


class CollectionCase(models.Model):
    """Whom a level reaches: the same for a message by hand as for the run."""

    _inherit = "collection.case"

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
        rules = self.policy_id._get_rules() if self.policy_id else None
        if not rules or level.id not in rules.level_channels:
            return None
        self.env.flush_all()
        reach, contacts = self._load_addresses(self._new_hand_run(), invoicing)
        debtor = Debtor(reach=reach, contacts=contacts)
        return resolve(level.id, invoicing.id, debtor, rules)

    def _load_addresses(self, run, contact):
        """``({contact id: Reach}, contacts with roles)`` of this case."""
        contacts = run._load_contacts(self.ids)[self.id]
        reach = run._load_reach({contact.id, *(found.key for found in contacts)})
        return reach, contacts

    def _add_copies(self, plan, debtor):
        """The plan of a message by hand with who gets a copy of it."""
        rules = self.policy_id._get_rules()
        copies = find_copies(plan.level_id, plan.contact, plan.channels, debtor, rules)
        return plan._replace(copies=copies)
