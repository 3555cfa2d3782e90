from collections import Counter

from odoo import models
from odoo.tools import SQL

# The journal's view and the preview's view of one contact, to compare the two.
KEY = ("partner_id", "channel", "level_id")


class CollectionRun(models.Model):
    """A preview does all of the run but the contacts, and takes it back."""

    _inherit = "collection.run"

    def _preview(self):
        self.ensure_one()
        self = self.sudo().with_company(self.company_id)
        before = self._get_last_contacts()
        earlier = self._get_last_summary()
        savepoint = self.env.cr.savepoint(flush=True)
        self._sync()
        self._follow_agreements()
        self._decide()
        lines = self._prepare_preview_lines()
        summary = self._summarise(lines)
        savepoint.rollback()
        savepoint.close(rollback=False)
        self.env.invalidate_all(flush=False)
        self._compare_lines(lines, before)
        summary["before"] = earlier
        self.env["collection.run.line"].create(
            [
                dict(line, run_id=self.id, company_id=self.company_id.id)
                for line in lines
            ]
        )
        self.write(
            {
                "is_preview": True,
                "state": "done",
                "summary": summary,
                "note": self._get_date_note(),
            }
        )

    def _prepare_preview_lines(self):
        """Messages that would go, and one line per debtor and reason for the rest."""
        case_ids = (
            self.env["collection.case"].search([("todo_run_id", "=", self.id)]).ids
        )
        self.env["collection.case"].browse(case_ids).fetch(["partner_id", "policy_id"])
        plans = self._plan_messages(case_ids)
        listed = [item_id for _case, _debtor, plan in plans for item_id in plan.listed]
        self.env["collection.item"].browse(listed).fetch(["amount_residual_company"])
        lines = []
        for case_id, debtor, plan in plans:
            case = self.env["collection.case"].browse(case_id)
            level = self.env["collection.level"].browse(plan.level_id)
            items = self.env["collection.item"].browse(plan.listed)
            lines += [
                {
                    "partner_id": case.partner_id.id,
                    "contact_id": plan.contact,
                    "verdict": "approve" if level.requires_approval else "chase",
                    "channel": channel,
                    "level_id": level.id,
                    "reason_code": "due",
                    "reason": self.env["collection.item"]._describe_reason(
                        "due", level
                    ),
                    "item_count": len(items),
                    "amount": self._get_asked_amount(case, debtor, plan),
                    "amount_held": self._get_held_amount(plan),
                }
                for channel in plan.channels
            ]
        return lines + self._prepare_notice_lines() + self._prepare_rest_lines()

    def _prepare_notice_lines(self):
        """Debtors who would be told about something agreed upon or handed over.

        Neither channel nor amount: what is said and how is found out while it is said.
        """
        cases = self.env["collection.case"].browse(self._get_cases_with_notices())
        reason = self.env._(
            "Notice about what was agreed upon or handed over, if contact rules allow"
        )
        return [
            {
                "partner_id": case.partner_id.id,
                "verdict": "chase",
                "reason_code": "notice",
                "reason": reason,
            }
            for case in cases.sorted("id")
        ]

    def _prepare_rest_lines(self):
        self.env["collection.item"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, verdict, reason_code, next_level_id,
                       MIN(id), COUNT(*), SUM(amount_residual_company),
                       SUM(amount_held_company)
                  FROM collection_item
                 WHERE company_id = %s AND state = 'open' AND verdict != 'chase'
                 GROUP BY partner_id, verdict, reason_code, next_level_id
                """,
                self.company_id.id,
            )
        )
        # One of each group stands for the words; read all of them at a time.
        samples = self.env["collection.item"].browse(row[4] for row in rows)
        return [
            {
                "partner_id": partner_id,
                "verdict": verdict,
                "level_id": level_id,
                "reason_code": code,
                "reason": item.reason,
                "item_count": count,
                "amount": amount,
                "amount_held": held,
            }
            for item, (
                partner_id,
                verdict,
                code,
                level_id,
                _id,
                count,
                amount,
                held,
            ) in zip(samples, rows, strict=True)
        ]

    def _get_last_run(self):
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "done"),
                ("id", "!=", self.id),
            ],
            limit=1,
        )

    def _get_last_contacts(self):
        """Contacts of the last run or preview, as a set of :data:`KEY` tuples."""
        last = self._get_last_run()
        if last.is_preview:
            records = last.line_ids.filtered("channel")
        else:
            records = last.action_ids.filtered(lambda action: action.kind == "level")
        return {
            (record.partner_id.id, record.channel, record.level_id.id)
            for record in records
        }

    def _get_last_summary(self):
        summary = dict(self._get_last_run().summary or {})
        summary.pop("before", None)
        return summary

    def _compare_lines(self, lines, before):
        """Mark what is new, and add a line for what is no longer contacted."""
        now = set()
        for line in lines:
            if line.get("channel"):
                key = tuple(line[name] for name in KEY)
                now.add(key)
                line["change"] = "same" if key in before else "new"
        lines += [
            {
                "partner_id": partner_id,
                "verdict": "none",
                "channel": channel,
                "level_id": level_id,
                "change": "gone",
                "reason": self.env._("Not due any more"),
            }
            for partner_id, channel, level_id in sorted(before - now)
        ]

    def _summarise(self, lines=None):
        """Counts and amounts (company currency) for the screen and for reports.

        :param lines: preview lines; without them the actions of the run count
        :return: ``{"reasons": [...], "messages": [...], "held": {items, amount},
            "failed": int}`` with rows ``{verdict, code, items, amount}`` and
            ``{channel, level_id, level, count, amount, to_approve}``
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT verdict, reason_code, COUNT(*), SUM(amount_residual_company)
                  FROM collection_item
                 WHERE company_id = %s AND state = 'open'
                 GROUP BY verdict, reason_code
                 ORDER BY verdict, COUNT(*) DESC
                """,
                self.company_id.id,
            )
        )
        return {
            "reasons": [
                {"verdict": v, "code": code, "items": count, "amount": float(amount)}
                for v, code, count, amount in rows
            ],
            "messages": self._summarise_messages(lines),
            "held": self._summarise_held(),
            "failed": self.case_failed,
        }

    def _summarise_messages(self, lines):
        if lines is None:
            entries = [
                (a.channel, a.level_id, a.state == "to_approve", a.amount)
                for a in self.action_ids
            ]
        else:
            Level = self.env["collection.level"]
            entries = [
                (
                    line["channel"],
                    Level.browse(line["level_id"]),
                    line["verdict"] == "approve",
                    line["amount"],
                )
                for line in lines
                if line.get("channel")
            ]
        counts, amounts = Counter(), Counter()
        for channel, level, to_approve, amount in entries:
            counts[level, channel, to_approve] += 1
            amounts[level, channel, to_approve] += amount
        return [
            {
                "channel": channel,
                "level_id": level.id,
                "level": level.name or "",
                "to_approve": to_approve,
                "count": count,
                "amount": self.company_id.currency_id.round(
                    amounts[level, channel, to_approve]
                ),
            }
            for (level, channel, to_approve), count in sorted(
                counts.items(), key=lambda entry: (entry[0][0].days, entry[0][1])
            )
        ]
