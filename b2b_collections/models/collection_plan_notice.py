from odoo import fields, models

from ..core.plan import MISSED
from ..reports.document import Table
from .collection_action_notice import Notice


class CollectionPlan(models.Model):
    """What debtors are told about their plans."""

    _inherit = "collection.plan"

    def _tell_active(self):
        """Confirm in writing that the plan is in force, with all its dates."""
        self.env["collection.action"]._send_notices(
            [Notice(plan.case_id, "plan_active", plan) for plan in self],
            asked_for=True,
        )

    def _get_notice_placeholders(self):
        _ = self.env._
        return {
            "plan": _("Number of the plan"),
            "plan_total": _("Sum of the instalments"),
            "plan_paid": _("Paid so far"),
            "plan_rest": _("Still to be paid by the plan"),
            "plan_discount": _("Settlement discount"),
            "plan_missed": _("Sum of the instalments that were missed"),
            "instalment_count": _("Number of instalments"),
            "last_date": _("Date of the last instalment"),
            "agreed_on": _("Date on which the plan came into force"),
            "grace_days": _("Working days of grace"),
        }

    def _get_notice_values(self, formatter, notice):
        self.ensure_one()
        missed = self.line_ids.filtered(lambda line: line.state == MISSED)

        def money(amount):
            return formatter.money(amount, self.currency_id)

        return {
            "plan": self.name,
            "plan_total": money(self.amount_total),
            "plan_paid": money(self.amount_paid),
            "plan_rest": money(self.amount_rest),
            "plan_discount": money(self.amount_discount),
            "plan_missed": money(sum(missed.mapped("amount_rest"))),
            "instalment_count": str(self.line_count),
            "last_date": formatter.date(self.date_end),
            "agreed_on": formatter.date(self.date_active or self.date_start),
            "grace_days": str(self.grace_days),
        }

    def _get_notice_reference(self):
        return self.name

    def _get_notice_tables(self, formatter, notice):
        self.ensure_one()
        if self.step == "completed" or self.state == "completed":
            return []
        return [self._make_table(formatter)]

    def _make_table(self, formatter):
        """The instalments in the language of the reader; columns of zeros are left
        out.
        """
        env = self.env
        extra = [
            (env._("Interest"), "amount_interest"),
            (env._("Fee"), "amount_fee"),
            (env._("Credited"), "amount_reduced"),
            (env._("Paid so far"), "amount_paid"),
        ]
        extra = [one for one in extra if any(self.line_ids.mapped(one[1]))]
        names = ["amount", *(name for _label, name in extra)]
        columns = [
            (env._("No."), False),
            (env._("Date"), False),
            (env._("Instalment (%(currency)s)", currency=self.currency_id.name), True),
            *((label, True) for label, _name in extra),
        ]

        def numbers(lines):
            return [
                formatter.number(sum(lines.mapped(name)), self.currency_id)
                for name in names
            ]

        rows = [
            [str(place), formatter.date(line.date), *numbers(line)]
            for place, line in enumerate(self.line_ids, 1)
        ]
        total = [env._("Total"), "", *numbers(self.line_ids)]
        title = env._("Instalments of plan %(plan)s", plan=self.name)
        return Table(title, columns, rows, total)

    def _get_notice_amount(self, notice):
        self.ensure_one()
        return self._to_company(self.amount_rest)

    def _to_company(self, amount):
        """An amount of the plan in company currency, of today."""
        return self.currency_id._convert(
            amount,
            self.company_id.currency_id,
            self.company_id,
            self.env["collection.action"]._get_today(),
        )

    def _is_notice_obsolete(self, action):
        """The plan has changed its state since the message was made."""
        self.ensure_one()
        states = {
            "plan_active": ("active", "completed"),
            "plan_completed": ("completed",),
            "plan_defaulted": ("defaulted",),
        }
        return self.state not in states.get(action.notice_id.code, (self.state,))


class CollectionPlanLine(models.Model):
    _inherit = "collection.plan.line"

    def _get_notice_placeholders(self):
        _ = self.env._
        return {
            **self.env["collection.plan"]._get_notice_placeholders(),
            "instalment": _("Number of the instalment, such as 2 of 6"),
            "instalment_amount": _("Amount of the instalment"),
            "instalment_date": _("Date of the instalment"),
            "instalment_rest": _("What is still to be paid of it"),
            "grace_until": _("Last day of grace of the instalment"),
            "default_date": _("Day on which the plan ends if it is not paid"),
        }

    def _get_notice_values(self, formatter, notice):
        self.ensure_one()
        plan = self.plan_id
        place = plan.line_ids.ids.index(self.id) + 1
        today = self.env["collection.action"]._get_today()
        return {
            **plan._get_notice_values(formatter, notice),
            "instalment": self.env._(
                "%(place)s of %(count)s", place=place, count=plan.line_count
            ),
            "instalment_amount": formatter.money(self.amount, self.currency_id),
            "instalment_date": formatter.date(self.date),
            "instalment_rest": formatter.money(self.amount_rest, self.currency_id),
            "grace_until": formatter.date(self._get_last_day_of_grace()),
            "default_date": formatter.date(self._get_default_date(today)),
        }

    def _get_last_day_of_grace(self):
        workdays = self.plan_id._get_workdays()
        return workdays.add(self.date, self.plan_id.grace_days)

    def _get_default_date(self, warned):
        """First day on which the plan ends, if the debtor is warned that day."""
        return fields.Date.add(warned, days=self.plan_id.default_days)

    def _get_notice_reference(self):
        return self.plan_id.name

    def _get_notice_tables(self, formatter, notice):
        return self.plan_id._get_notice_tables(formatter, notice)

    def _get_notice_amount(self, notice):
        self.ensure_one()
        return self.plan_id._to_company(self.amount_rest)

    def _is_notice_obsolete(self, action):
        """The instalment was paid, or the plan has ended."""
        self.ensure_one()
        today = self.env["collection.action"]._get_today()
        return self.plan_id.state != "active" or self._is_paid_by_now(today)
