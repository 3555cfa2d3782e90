from collections import defaultdict

from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL

from ..core import reasons
from ..core.channels import MAIL, WRITTEN
from ..core.consolidate import HeldPart, MessagePlan
from ..core.decide import NO_REACH, Debtor
from ..core.holds import ZERO

NOT_HELD = HeldPart(ZERO, ZERO)
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
    def _create_messages(self, run, plans, kind="level", **wishes):
        """Create the actions for planned messages that the gate lets pass.

        :param run: the run, for its company and date; need not be stored
        :param plans: list of ``(case id, Debtor, MessagePlan)``
        :param kind: see field ``kind``
        :param wishes: ``asked_for``, ``override``: see :meth:`_pass_gate`
        :return: the new actions, not dispatched yet
        """
        passages = self._pass_gate(run, plans, **wishes)
        if not passages:
            return self
        cases = self.env["collection.case"].browse(p.case_id for p in passages)
        cases.fetch(["partner_id", "user_id", "policy_id"])
        credit_lines = self._load_credit_lines(run, cases)
        plans = [passage.plan for passage in passages]
        self._repeat_levels(run, plans)
        self._fetch_message_facts(plans)
        vals_list = []
        for passage in passages:
            case, plan = cases.browse(passage.case_id), passage.plan
            lines = self._prepare_item_lines(run, plan)
            lines += self._prepare_credit_lines(case, plan, credit_lines)
            base = self._prepare_message_vals(run, case, passage, kind)
            base["gate_reason"] = passage.overridden and wishes.get("override")
            vals_list += [
                dict(
                    base,
                    channel=channel,
                    moment=moment,
                    address=self._get_address(passage.debtor, plan, channel),
                    **self._prepare_copy_vals(passage.debtor, plan, channel),
                    line_ids=[
                        Command.create(dict(line, channel=channel)) for line in lines
                    ],
                )
                for channel, moment in passage.moments.items()
            ]
        actions = self.create(vals_list)
        actions._set_pending()
        actions._record_overrides()
        return actions

    @api.model
    def _fetch_message_facts(self, plans):
        """Read what messages say of items and contacts for all of them at a time."""
        listed = [item_id for plan in plans for item_id in plan.listed]
        self.env["collection.item"].browse(listed).fetch(
            [*FROZEN, "move_id", "level_id", "amount_residual_company"]
        )
        contacts = {key for plan in plans for key in (plan.contact, *plan.copies)}
        self.env["res.partner"].browse(contacts).fetch(
            ["lang", "name", "function", "type"]
        )

    def _prepare_message_vals(self, run, case, passage, kind):
        plan = passage.plan
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
            "amount": run._get_asked_amount(case, passage.debtor, plan),
            "zone": passage.zone,
            "gate": "overridden" if passage.overridden else "allowed",
            "gate_code": passage.overridden,
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
                **self._prepare_held_vals(plan.held.get(item.id, NOT_HELD)),
                "days_overdue": max(0, (run.date - item.date_due).days),
                **{
                    name: item[name].id if name == "currency_id" else item[name]
                    for name in FROZEN
                },
            }
            for item in items
        ]

    def _prepare_held_vals(self, held):
        """What is frozen of a :class:`..core.consolidate.HeldPart`."""
        return {
            "amount_held": float(held.amount),
            "held_parts": {code: str(part) for code, part in held.parts} or False,
        }

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
                       next_date = NULL,
                       decided_on = action.date,
                       decision_run = action.run_id
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
        paid = {
            (case.id, contact.id): group
            for (case, contact), group in items.grouped(
                lambda item: (item.case_id, item.contact_id)
            ).items()
        }
        plans = [
            (
                case_id,
                Debtor(reach=reach),
                MessagePlan(contact_id, None, (MAIL,), {}, ()),
            )
            for case_id, contact_id in paid
        ]
        return self.create(
            [
                self._prepare_thanks_vals(
                    run, passage, paid[passage.case_id, passage.plan.contact]
                )
                for passage in self._pass_gate(run, plans, asked_for=True)
            ]
        )

    def _prepare_thanks_vals(self, run, passage, items):
        case = self.env["collection.case"].browse(passage.case_id)
        return {
            **self._prepare_message_vals(run, case, passage, "thanks"),
            "channel": MAIL,
            "moment": passage.moments[MAIL],
            "address": self._get_address(passage.debtor, passage.plan, MAIL),
            "amount": 0,
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
