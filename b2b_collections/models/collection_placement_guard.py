from odoo import api, models
from odoo.exceptions import AccessError, UserError

# What people choose while it is a draft; all else follows from what happens.
CHOICES = {
    "case_id",
    "agency_id",
    "currency_id",
    "line_ids",
    "expected_rate",
    "note",
}
LINE_CHOICES = {"placement_id", "item_id"}


class CollectionPlacement(models.Model):
    """Who may make and change placements, and what of them.

    Held here and not by the screens: as superuser acts only what has checked rights.
    """

    _inherit = "collection.placement"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [self._drop_shown(vals) for vals in vals_list]
            for vals in vals_list:
                self._check_choices(vals, CHOICES)
        placements = super().create(vals_list)
        placements._check_may_make()
        placements._find_previous()
        return placements

    def write(self, vals):
        if not self.env.su:
            self._check_may_make()
            self._check_choices(vals, CHOICES)
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_may_make()
        self._check_draft()

    def _check_may_make(self):
        """A collector places his own cases and those of nobody, a manager all."""
        if self.env.su:
            return
        self.check_access("write")
        self.case_id._check_own()

    def _check_draft(self):
        for placement in self:
            if placement.state != "draft":
                raise UserError(
                    self.env._(
                        "%(placement)s is not a draft any more and cannot be changed. "
                        "Before it is placed it can be taken back to draft.",
                        placement=placement.name,
                    )
                )

    @api.model
    def _drop_shown(self, vals):
        """Without what screens send back because they show it."""
        return {
            name: value for name, value in vals.items() if name not in ("name", "state")
        }

    @api.model
    def _check_choices(self, vals, choices):
        for name in vals.keys() - choices:
            field = self._fields.get(name)
            # Followers, activities and the like belong to the chatter.
            if field is not None and field.name.startswith(("message_", "activity_")):
                continue
            raise AccessError(
                self.env._(
                    "%(field)s follows from what happens to the placement and cannot "
                    "be entered. Leave it out.",
                    field=field.get_description(self.env)["string"] if field else name,
                )
            )


class CollectionPlacementLine(models.Model):
    """Items of a placement: chosen by who may make it, while it is a draft."""

    _inherit = "collection.placement.line"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Screens send back what they show; it is computed all the same.
            vals_list = [
                {name: vals[name] for name in vals.keys() & LINE_CHOICES}
                for vals in vals_list
            ]
        lines = super().create(vals_list)
        lines._check_may_change()
        return lines

    def write(self, vals):
        if not self.env.su:
            self._check_may_change()
            self.placement_id._check_choices(vals, LINE_CHOICES)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_may_change()

    def _check_may_change(self):
        if not self.env.su:
            self.placement_id._check_may_make()
            self.placement_id._check_draft()
