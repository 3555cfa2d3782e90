from odoo import api, fields, models
from odoo.tools import format_date

from ..core import ageing


class CollectionAgeing(models.Model):
    """Headings that follow from the buckets, and what a click opens."""

    _inherit = "collection.ageing"

    @api.model
    def _get_bucket_labels(self):
        """Return {bucket key: label}, youngest first, of the context's ageing."""
        _as_of, basis, edges = self._get_settings()
        return {
            bucket.key: self._get_bucket_label(bucket)
            for bucket in ageing.buckets(edges, basis)
        }

    @api.model
    def _get_bucket_label(self, bucket):
        if bucket.high == 0:
            return self.env._("Not due")
        if bucket.high is None:
            return self.env._("Over %(days)s", days=bucket.low - 1)
        low = bucket.low or 0
        return str(low) if low == bucket.high else f"{low}–{bucket.high}"

    @api.model
    def _selection_bucket(self):
        return list(self._get_bucket_labels().items())

    @api.model
    def _get_basis_labels(self):
        """Return {basis: label}."""
        field = self.env["res.company"]._fields["collection_ageing_basis"]
        return dict(field._description_selection(self.env))

    @api.model
    def _format_day(self, day):
        # The month in letters: 03/04/2026 is two days, depending on who reads it.
        return format_date(self.env, day, date_format="d MMMM y")

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        result = super().fields_get(allfields, attributes)
        labels = self._get_bucket_labels()
        for key in ageing.BUCKET_KEYS:
            name = f"bucket_{key}"
            if name not in result:
                continue
            if key not in labels:
                del result[name]
            elif "string" in result[name]:
                result[name]["string"] = labels[key]
        return result

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        labels = self._get_bucket_labels()
        for key in set(ageing.BUCKET_KEYS) - set(labels):
            for node in arch.xpath(f"//field[@name='bucket_{key}']"):
                node.getparent().remove(node)
        return arch, view

    @api.model
    def action_change(self):
        """Ask for another day, starting from the context's own."""
        as_of, basis, edges = self._get_settings()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_ageing_wizard_action"
        )
        context = {
            "default_date": fields.Date.to_string(as_of),
            "default_basis": basis,
            "default_bucket_days": ageing.format_days(edges),
        }
        return action | {"context": context}

    def action_open_document(self):
        """Open the invoice, or the entry that is none, in its own form."""
        self.ensure_one()
        action = self.move_id.get_formview_action()
        return action | {"context": {"create": False}}
