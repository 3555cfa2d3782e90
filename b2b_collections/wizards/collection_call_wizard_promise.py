from odoo import Command, api, models


class CollectionCallWizard(models.TransientModel):
    """What was promised in a call becomes a promise."""

    _name = "collection.call.wizard"
    _inherit = ["collection.call.wizard", "collection.promise.choice"]

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        case = self.env["collection.case"].browse(values.get("case_id"))
        if case:
            items = case._get_promise_proposal()
            values.setdefault("promise_item_ids", [Command.set(items.ids)])
        return values

    def _log(self):
        action = super()._log()
        if self.outcome == "promised" and self.promise_date:
            self._take_promise(contact=self.contact_id, made_by="call", action=action)
        return action
