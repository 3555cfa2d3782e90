from collections import defaultdict

from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL

from ..core import gate, reasons
from ..core.channels import WRITTEN
from ..core.decide import NO_REACH

NOT_HELD = (0.0, 0.0)
FROZEN = (
    "name",
    "date_invoice",
    "date_due",
    "currency_id",
    "amount_original",
    "amount_residual",
    "cycle",
)


class CollectionAction(models.Model):
    """How actions come into being: through the gate, with a frozen copy of facts."""

    _inherit = "collection.action"

    @api.model
    def _create_messages(self, run, plans, kind="level", asked_for=False):
        """Create the actions for planned messages that the gate lets pass.

        :param run: the run, for its company and date; need not be stored
        :param plans: list of ``(case id, Debtor, MessagePlan)``
        :param kind: see field ``kind``
        :param asked_for: see :class:`..core.gate.Request`
        :return: the new actions, not dispatched yet
        """
        plans = [plan for plan in plans if self._pass_gate(run, plan, asked_for)]
        if not plans:
            return self
        cases = self.env["collection.case"].browse(plan[0] for plan in plans)
        cases.fetch(["partner_id", "user_id", "policy_id"])
        credit_lines = self._load_credit_lines(run, cases)
        self._repeat_levels(run, plans)
        self._fetch_message_facts([plan for _case_id, _debtor, plan in plans])
        vals_list = []
        for case_id, debtor, plan in plans:
            case = cases.browse(case_id)
            lines = self._prepare_item_lines(run, plan)
            lines += self._prepare_credit_lines(case, plan, credit_lines)
            base = self._prepare_message_vals(run, case, debtor, plan, kind)
            vals_list += [
                dict(
                    base,
                    channel=channel,
                    address=self._get_address(debtor, plan, channel),
                    **self._prepare_copy_vals(debtor, plan, channel),
                    line_ids=[
                        Command.create(dict(line, channel=channel)) for line in lines
                    ],
                )
                for channel in plan.channels
            ]
        actions = self.create(vals_list)
        actions._set_pending()
        return actions

    @api.model
    def _fetch_message_facts(self, plans):
        """Read what messages say of items and contacts for all of them at a time."""
        listed = [item_id for plan in plans for item_id in plan.listed]
        self.env["collection.item"].browse(listed).fetch(
            [*FROZEN, "move_id", "level_id", "amount_residual_company"]
        )
        contacts = {key for plan in plans for key in (plan.contact, *plan.copies)}
        self.env["res.partner"].browse(contacts).fetch(["lang", "name"])

    def _pass_gate(self, run, entry, asked_for):
        case_id, debtor, plan = entry
        case = self.env["collection.case"].browse(case_id)
        request = gate.Request(
            channel=plan.channels[0],
            reach=debtor.reach.get(plan.contact, NO_REACH),
            last_message=debtor.last_message,
            gap_days=case.policy_id.contact_gap_days,
            asked_for=asked_for,
        )
        return gate.check(request, run.date).allowed

    def _prepare_message_vals(self, run, case, debtor, plan, kind):
        level = self.env["collection.level"].browse(plan.level_id or ())
        contact = self.env["res.partner"].browse(plan.contact)
        must_approve = bool(level.requires_approval)
        return {
            "company_id": run.company_id.id,
            "case_id": case.id,
            "partner_id": case.partner_id.id,
            "contact_id": contact.id,
            "lang": contact.lang
            or case.partner_id.lang
            or run.company_id.partner_id.lang
            or "en_US",
            "date": run.date,
            "kind": kind,
            "state": "to_approve" if must_approve else "planned",
            "level_id": level.id,
            "role_id": plan.role,
            "run_id": run.id or False,
            "user_id": self.env.uid,
            "amount": run._get_asked_amount(case, debtor, plan),
        }

    def _get_address(self, debtor, plan, channel):
        reach = debtor.reach.get(plan.contact, NO_REACH)
        if channel == "mail":
            return reach.email
        return reach.phone if channel in ("sms", "call") else False

    def _prepare_item_lines(self, run, plan):
        items = self.env["collection.item"].browse(plan.listed)
        return [
            {
                "item_id": item.id,
                "move_id": item.move_id.id,
                "climbs": item.id in plan.climbing,
                "level_id": plan.climbing.get(item.id, item.level_id.id),
                "amount_held": float(plan.held.get(item.id, NOT_HELD)[0]),
                "days_overdue": max(0, (run.date - item.date_due).days),
                **{
                    name: item[name].id if name == "currency_id" else item[name]
                    for name in FROZEN
                },
            }
            for item in items
        ]

    def _prepare_credit_lines(self, case, plan, credit_lines):
        return [
            line
            for line in credit_lines[case.id]
            if line["currency_id"] in plan.credit_currencies
        ]

    def _load_credit_lines(self, run, cases):
        """``{case id: [line values]}`` of unmatched credits, oldest first."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT held.id, move.id, COALESCE(NULLIF(move.name, '/'), move.ref),
                       COALESCE(move.invoice_date, line.date), line.currency_id,
                       line.amount_currency, line.amount_residual_currency
                  FROM collection_case held
                  JOIN res_partner partner
                    ON partner.commercial_partner_id = held.partner_id
                  JOIN account_move_line line ON line.partner_id = partner.id
                  JOIN account_move move ON move.id = line.move_id
                  JOIN account_account account ON account.id = line.account_id
                 WHERE held.id = ANY(%s)
                   AND line.company_id = held.company_id
                   AND line.parent_state = 'posted'
                   AND line.reconciled IS NOT TRUE
                   AND line.amount_residual < 0
                   AND line.date <= %s
                   AND account.account_type = 'asset_receivable'
                 ORDER BY line.date, line.id
                """,
                cases.ids,
                run.date,
            )
        )
        found = defaultdict(list)
        for case_id, move_id, name, day, currency, original, rest in rows:
            found[case_id].append(
                {
                    "kind": "credit",
                    "move_id": move_id,
                    "name": name,
                    "date_invoice": day,
                    "currency_id": currency,
                    "amount_original": original,
                    "amount_residual": rest,
                }
            )
        return found

    def _set_pending(self):
        """Items climb with the weightiest of their actions; the others go beside it."""
        leading = self.browse(
            actions[0].id
            for actions in self.grouped(
                lambda action: (action.case_id, action.contact_id)
            ).values()
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_item item
                   SET pending_action_id = action.id,
                       verdict = 'wait',
                       reason_code = CASE WHEN action.state = 'to_approve'
                                          THEN %s ELSE %s END,
                       reason_detail = NULL,
                       next_level_id = action.level_id,
                       next_date = NULL
                  FROM collection_action_line line
                  JOIN collection_action action ON action.id = line.action_id
                 WHERE action.id = ANY(%s)
                   AND line.item_id = item.id
                   AND line.climbs
                """,
                reasons.TO_APPROVE,
                reasons.QUEUED,
                leading.ids,
            )
        )
        self.env["collection.item"].invalidate_model(flush=False)

    @api.model
    def _create_thanks(self, run, cases):
        """Thank for items that were paid after a reminder, one mail per contact."""
        items = self.env["collection.item"].search(
            [("case_id", "in", cases.ids), ("thanks_due", "=", True)]
        )
        if not items:
            return self
        items.thanks_due = False
        reach = run._load_reach(items.contact_id.ids)
        vals_list = []
        for (case, contact), paid in items.grouped(
            lambda item: (item.case_id, item.contact_id)
        ).items():
            request = gate.Request("mail", reach[contact.id], asked_for=True)
            if gate.check(request, run.date).allowed:
                vals_list.append(
                    self._prepare_thanks_vals(run, case, contact, paid, reach)
                )
        return self.create(vals_list)

    def _prepare_thanks_vals(self, run, case, contact, items, reach):
        return {
            "company_id": run.company_id.id,
            "case_id": case.id,
            "partner_id": case.partner_id.id,
            "contact_id": contact.id,
            "address": reach[contact.id].email,
            "lang": contact.lang or case.partner_id.lang or "en_US",
            "date": run.date,
            "kind": "thanks",
            "channel": "mail",
            "state": "planned",
            "run_id": run.id,
            "user_id": self.env.uid,
            "line_ids": [
                Command.create(
                    {
                        "item_id": item.id,
                        "move_id": item.move_id.id,
                        "name": item.name,
                        "date_due": item.date_due,
                        "currency_id": item.currency_id.id,
                        "amount_original": item.amount_original,
                    }
                )
                for item in items
            ],
        }

    def _is_written(self):
        self.ensure_one()
        return self.channel in WRITTEN
