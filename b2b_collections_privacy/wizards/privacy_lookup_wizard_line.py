from odoo import models
from odoo.exceptions import UserError

from .privacy_lookup_wizard import SHOWN


class PrivacyLookupWizardLine(models.TransientModel):
    _inherit = "privacy.lookup.wizard.line"

    def action_unlink(self):
        """Deleting means forgetting where collections has to keep a record."""
        self.ensure_one()
        person = self._get_collection_person()
        if not person:
            return super().action_unlink()
        if self.is_unlinked:
            raise UserError(self.env._("This line has been dealt with already."))
        count = person._forget_in_collections()
        self.execution_details = self._erase(person, count)
        self.is_unlinked = True
        return None

    def _get_collection_person(self):
        """The person of whom collections keeps a record under this line, if any."""
        record = self.env[self.res_model].browse(self.res_id).exists()
        if self.res_model == SHOWN:
            # Whoever may erase may look at what he erases, as in the wizard itself.
            return record.sudo().contact_id.sudo(False)
        if self.res_model == "res.partner" and record._is_known_to_collections():
            return record
        return self.env["res.partner"]

    def _erase(self, person, count):
        """Forget, and take the contact's own values if it is the contact itself."""
        if self.res_model == SHOWN:
            return self.env._(
                "%(count)s values emptied for %(model)s #%(id)s; the record stays in "
                "the journal",
                count=count,
                model=self.res_model_id.name,
                id=self.res_id,
            )
        person.sudo().action_archive()
        if not person.sudo()._filter_unused():
            return self.env._(
                "Archived %(model)s #%(id)s; %(count)s values emptied in collections. "
                "Its name and addresses stay: other apps, such as accounting, use it",
                model=self.res_model_id.name,
                id=self.res_id,
                count=count,
            )
        person.sudo()._blank_person()
        return self.env._(
            "Emptied and archived %(model)s #%(id)s; %(count)s values emptied in "
            "collections, whose journal keeps the number of the contact",
            model=self.res_model_id.name,
            id=self.res_id,
            count=count,
        )
