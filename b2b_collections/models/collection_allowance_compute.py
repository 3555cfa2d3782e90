from decimal import Decimal

from odoo import models
from odoo.fields import Command

from ..core import roll_rates
from .collection_allowance import PERIOD


class CollectionAllowance(models.Model):
    """From experience to lines; what people set stays with its bucket and debtor."""

    _inherit = "collection.allowance"

    def action_compute(self):
        """Read the ledger as of the day, and make the lines anew."""
        self.check_access("write")
        self._check_draft()
        for allowance in self:
            allowance._compute_lines()

    def _compute_lines(self):
        self._add_insolvent()
        partners = self.debtor_line_ids.partner_id
        balances = self._read_debtors(partners)
        for line in self.debtor_line_ids:
            line.balance_company = balances.get(line.partner_id.id, 0.0)
        experience = self._get_experience()
        now = self._read_month(self.date, without=partners.ids)
        names = self._get_segment_names(set(now))
        self._write_lines(now, experience, names)
        self.write(
            {
                "history": {
                    names.get(segment) or str(segment): facts[3]
                    for segment, facts in experience.items()
                    if segment in now
                },
                "gaps": self._describe_gaps(now, experience, names),
                "computed_on": self.env["collection.action"]._get_now(),
            }
        )

    def _add_insolvent(self):
        """Debtors in insolvency by that day are looked at one by one: all of it."""
        known = self.debtor_line_ids.partner_id
        insolvent = self.env["res.partner"].search(
            [
                ("collection_insolvent_since", "<=", self.date),
                ("id", "not in", known.ids),
            ]
        )
        balances = self._read_debtors(insolvent)
        self.debtor_line_ids = [
            Command.create(
                {
                    "kind": "debtor",
                    "partner_id": partner.id,
                    "is_set": True,
                    "rate_set": 1.0,
                    "reason": self.env._("Insolvent"),
                }
            )
            for partner in insolvent
            if partner.id in balances
        ]

    def _write_lines(self, now, experience, names):
        """Update lines that are there, so that what people set of them stays."""
        known = {(line.segment_key, line.bucket): line for line in self.line_ids}
        unused = self.line_ids
        new = []
        for segment, month in now.items():
            for vals in self._prepare_lines(segment, month, experience[segment]):
                vals["segment"] = names[segment]
                line = known.get((segment, vals["bucket"]))
                if line:
                    line.write(vals)
                    unused -= line
                else:
                    new.append(Command.create(vals))
        unused.unlink()
        self.line_ids = new

    def _prepare_lines(self, segment, month, experience):
        rolls, last, _gaps, _facts = experience
        losses = roll_rates.loss_rates(rolls, last)
        nothing = (Decimal(0), Decimal(0))
        open_last = self.bucket_count + 1
        for bucket, loss in enumerate(losses):
            own, company = month.get(bucket, nothing)
            if bucket == open_last:
                more = month.get(bucket + 1, nothing)
                own, company = own + more[0], company + more[1]
            roll = rolls[bucket] if bucket < len(rolls) else last
            yield {
                "kind": "bucket",
                "segment_key": segment,
                "bucket": bucket,
                "bucket_label": self._get_bucket_label(bucket),
                "currency_id": self._get_segment_currency(segment).id,
                "balance": float(own),
                "balance_company": float(company),
                "roll_rate": float(1 if roll is None else roll),
                "loss_rate": float(loss),
            }

    def _get_bucket_label(self, bucket):
        if not bucket:
            return self.env._("Not due")
        if bucket > self.bucket_count:
            return self.env._("Over %(days)s", days=PERIOD * self.bucket_count)
        return f"{PERIOD * (bucket - 1) + 1}–{PERIOD * bucket}"

    def _get_segment_currency(self, segment):
        if self.segment_by == "currency":
            return self.env["res.currency"].browse(segment)
        return self.currency_id

    def _get_segment_names(self, segments):
        if self.segment_by == "none":
            return {0: self.env._("All")}
        model = "res.currency" if self.segment_by == "currency" else "res.country"
        records = self.env[model].browse(sorted(segments - {0}))
        names = {record.id: record.name for record in records}
        return {0: self.env._("No country")} | names

    def _describe_gaps(self, now, experience, names):
        """What makes the history thin, segment by segment, in words."""
        _ = self.env._
        words = {
            roll_rates.FEW_MONTHS: _("less than twelve months of receivables"),
            roll_rates.NO_LOSSES: _(
                "nothing was written off, so that the last bucket counts as lost"
            ),
            roll_rates.EMPTY_BUCKET: _(
                "a bucket was always empty, so that all of it counts as rolling on"
            ),
        }
        rows = []
        for segment in now:
            gaps = [words[gap] for gap in experience[segment][2]]
            if gaps:
                rows.append(f"{names[segment]}: {', '.join(gaps)}")
        return "\n".join(rows) or False
