from collections import Counter

from odoo import api, fields, models
from odoo.tools import formatLang

VERDICTS = ("chase", "wait", "hold", "none")
# What a row of the summary may be opened by, and on which model.
DRILL_FIELDS = ("verdict", "reason_code", "channel", "level_id")


class CollectionRun(models.Model):
    """The summary of a run in words and tables, with the difference to the last."""

    _inherit = "collection.run"

    summary_tables = fields.Json(
        compute="_compute_summary_tables",
        help="The summary as the screen shows it: names, formatted amounts, changes.",
    )

    @api.depends("summary")
    @api.depends_context("lang")
    def _compute_summary_tables(self):
        for run in self:
            run.summary_tables = run._get_summary_tables() if run.summary else False

    def _get_summary_tables(self):
        before = self.summary.get("before") or self._get_previous_summary()
        return {
            "compared": bool(before),
            "currency": self.company_id.currency_id.name,
            "messages": self._get_message_rows(before.get("messages", [])),
            "verdicts": self._get_verdict_groups(before.get("reasons", [])),
            "held": self._get_held_words(),
        }

    def _get_held_words(self):
        held = self.summary.get("held") or {}
        if not held.get("items"):
            return ""
        return self.env._(
            "On hold by holds: %(amount)s of %(count)s items. Parts of items that are "
            "on hold are left out of the messages, not of the amounts above.",
            amount=formatLang(
                self.env, held["amount"], currency_obj=self.company_id.currency_id
            ),
            count=held["items"],
        )

    def _get_previous_summary(self):
        """Summary of the run before this one, whatever has run since."""
        return (
            self.search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("is_preview", "=", False),
                    ("state", "=", "done"),
                    ("id", "<", self.id),
                ],
                order="id desc",
                limit=1,
            ).summary
            or {}
        )

    def _get_message_rows(self, before):
        """One row a channel and level, then those that were there only last time."""
        channels = self._get_selection_names("collection.action", "channel")
        now, then = (
            {(row["channel"], row["level_id"], row["to_approve"]): row for row in rows}
            for rows in (self.summary.get("messages", []), before)
        )
        levels = self.env["collection.level"].search(
            [("id", "in", [key[1] for key in {**now, **then}])]
        )
        names = {level.id: level.name for level in levels}
        rows = []
        for key in [*now, *(key for key in then if key not in now)]:
            row = now.get(key, {"count": 0, "amount": 0.0})
            channel, level_id, to_approve = key
            rows.append(
                {
                    "key": f"{channel}-{level_id}-{to_approve}",
                    "channel": channels.get(channel, channel),
                    # A level deleted since is still known by its name of then.
                    "level": names.get(level_id) or {**then, **now}[key]["level"],
                    "to_approve": to_approve,
                    "filter": {"channel": channel, "level_id": level_id},
                    **self._get_figures(row, then.get(key), "count"),
                }
            )
        return rows

    def _get_verdict_groups(self, before):
        """Reasons under their verdict, with the totals of the verdict."""
        names = self._get_selection_names("collection.item", "verdict")
        words = dict(self.env["collection.item"]._get_reason_labels())
        reasons = self.summary.get("reasons", [])
        then = {(row["verdict"], row["code"]): row for row in before}
        totals, totals_before = self._sum_verdicts(reasons), self._sum_verdicts(before)
        return [
            {
                "key": verdict,
                "name": names[verdict],
                "filter": {"verdict": verdict},
                **self._get_figures(
                    totals[verdict], totals_before.get(verdict), "items"
                ),
                "rows": [
                    {
                        "key": row["code"] or "",
                        "name": words.get(row["code"], row["code"] or ""),
                        "filter": {"verdict": verdict, "reason_code": row["code"]},
                        **self._get_figures(
                            row, then.get((verdict, row["code"])), "items"
                        ),
                    }
                    for row in reasons
                    if row["verdict"] == verdict
                ],
            }
            for verdict in VERDICTS
            if verdict in totals
        ]

    @api.model
    def _sum_verdicts(self, rows):
        items, amounts = Counter(), Counter()
        for row in rows:
            items[row["verdict"]] += row["items"]
            amounts[row["verdict"]] += row["amount"]
        return {
            verdict: {"items": items[verdict], "amount": amounts[verdict]}
            for verdict in items
        }

    def _get_figures(self, row, before, counted):
        digits = self.company_id.currency_id.decimal_places
        change = row[counted] - (before[counted] if before else 0)
        return {
            "count": row[counted],
            "change": f"{change:+d}" if change else "",
            "amount": formatLang(self.env, row["amount"], digits=digits)
            if row[counted]
            else "",
        }

    def _get_selection_names(self, model, field):
        return dict(self.env[model]._fields[field]._description_selection(self.env))

    def action_drill_down(self, section, values):
        """Open what a row of the summary counts.

        :param section: ``messages`` or ``reasons``
        :param values: the ``filter`` of the row
        """
        self.ensure_one()
        domain = [
            (name, "=", values[name] or False)
            for name in DRILL_FIELDS
            if name in values
        ]
        if self.is_preview:
            action = self.action_view_lines()
            if values.get("verdict") == "chase":
                domain[0] = ("verdict", "in", ("chase", "approve"))
        elif section == "messages":
            action = self.action_view_actions()
        else:
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "b2b_collections.collection_item_action"
            )
            action["context"] = {}
            action["domain"] = [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "open"),
            ]
        action["domain"] = [*action["domain"], *domain]
        return action
