from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from . import journal_guard

# What an action is, from its making.
FACTS = (
    "company_id",
    "case_id",
    "partner_id",
    "kind",
    "channel",
    "contact_id",
    "lang",
    "level_id",
    "amount",
    "user_id",
    "role_id",
    "zone",
    "notice_id",
    "source_model",
    "source_id",
)
# What it gets once, on its way.
ONCE = ("name", "document_digest")
# What may be forgotten, when the law asks for it, but not be changed.
PERSONAL = ("address", "subject", "copies", "gate_reason")
LINE_FACTS = (
    "action_id",
    "kind",
    "climbs",
    "level_id",
    "cycle",
    "name",
    "date_invoice",
    "date_due",
    "days_overdue",
    "currency_id",
    "amount_original",
    "amount_residual",
    "amount_held",
    "amount_interest",
    "amount_fixed",
    "amount_fee",
    "is_charge",
)
# The day may still move; later it is the day of the message.
UNDATED_STATES = ("to_approve", "planned")


class CollectionAction(models.Model):
    """What an action is cannot be changed; what becomes of it can, and is recorded."""

    _inherit = "collection.action"

    def init(self):
        super().init()
        forbidden = (
            journal_guard.changes(*FACTS),
            journal_guard.overwrites(*ONCE),
            journal_guard.rewrites(*PERSONAL),
            journal_guard.swaps("attachment_id"),
            # A run that contacted nobody in the end may be deleted.
            journal_guard.links("run_id"),
            SQL(
                "(OLD.date != NEW.date AND OLD.state NOT IN %s)",
                UNDATED_STATES,
            ),
        )
        journal_guard.install(self.env.cr, self._table, SQL(" OR ").join(forbidden))

    def write(self, vals):
        for name in {*FACTS, *ONCE, *PERSONAL, "attachment_id", "date"} & vals.keys():
            self._check_may_change(name, vals[name])
        return super().write(vals)

    def _check_may_change(self, name, value):
        if name == "date":
            kept = self.filtered(lambda action: action.state not in UNDATED_STATES)
        elif name in FACTS:
            kept = self
        elif name in ONCE or value not in (False, None, "", journal_guard.ANONYMOUS):
            kept = self.filtered(name)
        else:
            return
        if kept:
            raise UserError(
                self.env._(
                    "%(field)s of %(action)s cannot be changed: it is part of the "
                    "journal. Cancel it, if it has not left yet, and contact the "
                    "debtor anew.",
                    field=self._fields[name]._description_string(self.env),
                    action=kept[0].display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "Messages, calls and visits are part of the journal and cannot be "
                "deleted. Cancel what has not left yet."
            )
        )


class CollectionActionLine(models.Model):
    """What an action said about an item cannot be changed."""

    _inherit = "collection.action.line"

    def init(self):
        super().init()
        forbidden = (
            journal_guard.changes(*LINE_FACTS),
            # It is that of the action, and filled in after the line.
            journal_guard.overwrites("channel"),
            # An invoice that goes back to draft may lose its lines and their items.
            journal_guard.links("item_id", "move_id"),
        )
        journal_guard.install(self.env.cr, self._table, SQL(" OR ").join(forbidden))

    def write(self, vals):
        if vals.keys() & {*LINE_FACTS, "channel", "item_id", "move_id"}:
            raise UserError(
                self.env._(
                    "What a message said about an item is part of the journal and "
                    "cannot be changed."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "What a message said about an item is part of the journal and "
                "cannot be deleted."
            )
        )
