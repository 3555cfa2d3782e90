from datetime import datetime, time

from odoo import fields, models

# A played day begins as the night run would see it: before anybody's hours begin in
# Asia and Europe.
PLAYED_TIME = time(0, 0)


class CollectionAction(models.Model):
    """What time it is for whoever acts; the demo plays other days by context."""

    _inherit = "collection.action"

    def _get_today(self):
        """Day of an act outside a run."""
        return self.env.context.get("collection_date") or fields.Date.context_today(
            self
        )

    def _get_now(self):
        """Moment of an act, as a naive datetime in UTC."""
        context = self.env.context
        if context.get("collection_moment"):
            return context["collection_moment"]
        day = fields.Date.to_date(context.get("collection_date"))
        return datetime.combine(day, PLAYED_TIME) if day else fields.Datetime.now()
