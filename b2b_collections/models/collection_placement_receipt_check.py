from odoo import api, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from ..core.amounts import exact
from ..core.receipts import ZERO, Limits, Receipt, find_problems
from .collection_approval import COLLECTOR

# Follow from what happens to a receipt.
RESULTS = {
    "source",
    "state",
    "user_id",
    "decided_by",
    "decided_on",
    "reject_reason",
    "line_ids",
    "move_id",
    "remittance_id",
    "bill_id",
    "commission_due",
}
FIELDS = {"date", "gross", "commission", "placement_id", "item_ids"}


class CollectionPlacementReceipt(models.Model):
    """What may be reported, and by whom of our people it is entered and decided."""

    _inherit = "collection.placement.receipt"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._check_no_results(vals)
        for vals in vals_list:
            self._check_reference(vals.get("placement_id"), vals.get("reference"))
        receipts = super().create(vals_list)
        receipts._check_may_decide()
        receipts._check_plausible()
        return receipts

    def write(self, vals):
        if not self.env.su:
            self._check_may_decide()
            self._check_no_results(vals)
            self._check_reported()
        if vals.get("reference"):
            for receipt in self:
                receipt._check_reference(receipt.placement_id.id, vals["reference"])
        result = super().write(vals)
        if FIELDS & vals.keys():
            self._check_plausible()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_own_entries(self):
        """What an agency reported stays, even if it is rejected."""
        for receipt in self:
            if receipt.state != "reported" or receipt.source != "own":
                raise ValidationError(
                    self.env._(
                        "%(receipt)s cannot be deleted: it is part of what the agency "
                        "reported, or was decided upon. Reject it instead.",
                        receipt=receipt.display_name,
                    )
                )
        self._check_may_decide()

    def _check_may_decide(self):
        """The collector of the case and managers."""
        if self.env.su:
            return
        self.check_access("read")
        if not self.env.user.has_group(COLLECTOR):
            raise AccessError(
                self.env._(
                    "Only collectors may enter or accept money from agencies. Ask one "
                    "of them."
                )
            )
        self.case_id._check_own()

    def _check_reference(self, placement_id, reference):
        """Said in words here; the index holds it against two at the same moment."""
        # Whether a reference is taken says nothing of who took it.
        same = self.sudo().search_count(
            Domain("placement_id", "=", placement_id)
            & Domain("reference", "=", reference)
            & Domain("state", "!=", "rejected")
            & Domain("id", "not in", self.ids),
            limit=1,
        )
        if same:
            raise ValidationError(
                self.env._(
                    "Receipt %(reference)s was reported for the placement already. If "
                    "it is another one, give it a reference of its own.",
                    reference=reference,
                )
            )

    def _check_no_results(self, vals):
        for name in vals.keys() & RESULTS:
            raise AccessError(
                self.env._(
                    "%(field)s follows from what happens to the receipt and cannot be "
                    "entered. Leave it out.",
                    field=self._fields[name].get_description(self.env)["string"],
                )
            )

    def _check_reported(self):
        for receipt in self:
            if receipt.state != "reported":
                raise ValidationError(
                    self.env._(
                        "%(receipt)s was decided upon already and cannot be changed. "
                        "Undo the acceptance first.",
                        receipt=receipt.display_name,
                    )
                )

    def _check_plausible(self, without=()):
        """Refuse what cannot be: every problem is named at once.

        :param without: others that are not held against what is open
        """
        reported = self.filtered(lambda receipt: receipt.state == "reported")
        reported._check_items()
        limits = reported.placement_id._get_receipt_limits([*reported, *without])
        wrong = []
        for receipt in reported:
            of_placement = limits[receipt.placement_id.id]
            values = Receipt(
                receipt.date, exact(receipt.gross), exact(receipt.commission)
            )
            for field, code in find_problems(values, of_placement):
                words = receipt.placement_id._word_receipt_problem(
                    field, code, of_placement
                )
                wrong.append(f"{receipt.display_name}: {words}")
            of_placement = of_placement._replace(open=of_placement.open - values.gross)
            limits[receipt.placement_id.id] = of_placement
        if wrong:
            raise ValidationError("\n".join(wrong))

    def _check_items(self):
        for receipt in self:
            others = receipt.item_ids - receipt.placement_id.line_ids.item_id
            if others:
                raise ValidationError(
                    self.env._(
                        "%(item)s is not part of %(placement)s. Choose items of the "
                        "placement, or none.",
                        item=others[0].display_name,
                        placement=receipt.placement_id.name,
                    )
                )


class CollectionPlacement(models.Model):
    """What receipts for a placement are held against."""

    _inherit = "collection.placement"

    def _get_open_in_ledger(self):
        """``{placement id: Decimal}``: what is open of its items right now."""
        lines = self.line_ids.item_id.move_line_id
        lines.fetch(["amount_residual_currency"])
        return {
            placement.id: sum(
                (
                    max(exact(line.amount_residual_currency), ZERO)
                    for line in placement.line_ids.item_id.move_line_id
                ),
                ZERO,
            )
            for placement in self
        }

    def _get_receipt_limits(self, without=()):
        """``{placement id: core.receipts.Limits}``.

        :param without: receipts that are to be judged, and so do not take from what
            is open themselves
        """
        receipts = self.env["collection.placement.receipt"]
        pending = dict(
            receipts._read_group(
                Domain("placement_id", "in", self.ids)
                & Domain("state", "=", "reported")
                & Domain("id", "not in", [receipt.id for receipt in without]),
                ["placement_id"],
                ["gross:sum"],
            )
        )
        today = self.env["collection.action"]._get_today()
        still_open = self._get_open_in_ledger()
        return {
            placement.id: Limits(
                today=today,
                placed=placement.date_placed or None,
                ended=placement.date_ended or None,
                open=still_open[placement.id] - exact(pending.get(placement, 0)),
                decimals=placement.currency_id.decimal_places,
            )
            for placement in self
        }

    def _word_receipt_problem(self, field, code, limits):
        """What is wrong with a receipt and how to put it right, for people."""
        _ = self.env._
        day = limits.ended if code == "ended" else limits.placed
        words = {
            "missing": _("Enter the day and the amount that was received."),
            "future": _("The day it was received lies in the future. Correct it."),
            "not_placed": _(
                "It was received before the placement began on %(day)s. Enter a day "
                "from then on; earlier payments are not the agency's.",
                day=format_date(self.env, day) if day else "-",
            ),
            "ended": _(
                "The placement ended on %(day)s. Only what was received up to then can "
                "be reported; return later payments to the debtor or get in touch.",
                day=format_date(self.env, day) if day else "-",
            ),
            "not_positive": _("The amount must be more than zero."),
            "above_open": _(
                "Only %(open)s is still open and not yet reported. Correct the amount, "
                "and get in touch about what was paid beyond it.",
                open=format_amount(
                    self.env, float(max(limits.open, ZERO)), self.currency_id
                ),
            ),
            "negative": _("The commission cannot be negative."),
            "above_gross": _(
                "The commission is more than what was received. Correct one of them."
            ),
            "net_differs": _(
                "What is passed on is not the amount received less commission. Correct "
                "one of the three."
            ),
            "decimals": _(
                "%(currency)s has %(decimals)s decimals, this amount has more.",
                currency=self.currency_id.name,
                decimals=limits.decimals,
            ),
        }
        return words[code]
