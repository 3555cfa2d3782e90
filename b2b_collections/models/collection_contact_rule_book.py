from datetime import timedelta

from odoo import api, fields, models

from ..core.rulebook import RuleBook, SpecialDay, has_holidays, public_holidays

DAYS_SHOWN = 366


class CollectionContactRule(models.Model):
    """All rules of a company at a time, and what a rule comes to in words."""

    _inherit = "collection.contact.rule"

    summary = fields.Char(compute="_compute_summary")
    next_holidays = fields.Html(
        compute="_compute_next_holidays",
        help="Public holidays of the next twelve months in the countries of the rule.",
    )
    warning = fields.Char(compute="_compute_warning")

    @api.model
    def _get_book(self, company):
        """The :class:`..core.rulebook.RuleBook` of a company."""
        allowed = [("company_id", "in", [False, company.id])]
        rules = self.search(allowed).sorted(
            lambda rule: (not rule.company_id, bool(rule.policy_ids), rule.sequence)
        )
        days = self.env["collection.contact.day"].search(allowed)
        return RuleBook(
            [rule._as_fact() for rule in rules],
            [
                SpecialDay(
                    special.date,
                    special.is_open,
                    special.country_id.code or "",
                    special.state_id.code or "",
                )
                for special in days
            ],
            company._get_collection_zone(),
        )

    @api.depends(
        *("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        *("hour_from", "hour_to", "observe_holidays", "limit_debtor", "limit_person"),
        *("cap_debtor", "cap_person", "cap_days", "calls_only"),
    )
    @api.depends_context("lang")
    def _compute_summary(self):
        for rule in self:
            rule.summary = "; ".join(
                filter(None, [rule._describe_hours(), *rule._describe_caps()])
            )

    def _describe_hours(self):
        self.ensure_one()
        hours = self._get_hours()
        return self.env._(
            "%(days)s %(start)s–%(end)s%(holidays)s",
            days=self._describe_weekdays(sorted(hours.weekdays)),
            start=_clock_time(hours.start),
            end=_clock_time(hours.end),
            holidays=self.env._(", not on public holidays")
            if self.observe_holidays
            else "",
        )

    def _describe_weekdays(self, days):
        _ = self.env._
        names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
        if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
            return f"{names[days[0]]}–{names[days[-1]]}"
        return ", ".join(names[day] for day in days)

    def _describe_caps(self):
        self.ensure_one()
        what = self.env._("calls") if self.calls_only else self.env._("contacts")
        words = []
        if self.limit_debtor:
            words.append(
                self.env._(
                    "at most %(count)s %(contacts)s with a debtor in %(days)s days",
                    count=self.cap_debtor,
                    contacts=what,
                    days=self.cap_days,
                )
            )
        if self.limit_person:
            words.append(
                self.env._(
                    "at most %(count)s %(contacts)s with a person in %(days)s days",
                    count=self.cap_person,
                    contacts=what,
                    days=self.cap_days,
                )
            )
        return words

    @api.depends("country_ids", "observe_holidays")
    def _compute_warning(self):
        for rule in self:
            unknown = rule.country_ids.filtered(
                lambda country: not has_holidays(country.code)
            )
            rule.warning = bool(rule.observe_holidays and unknown) and self.env._(
                "No public holidays are known for %(countries)s. Enter them under "
                "Special Days.",
                countries=", ".join(unknown.mapped("name")),
            )

    @api.depends("country_ids", "observe_holidays")
    def _compute_next_holidays(self):
        today = fields.Date.context_today(self)
        years = range(today.year, (today + timedelta(days=DAYS_SHOWN)).year + 1)
        for rule in self:
            rows = []
            for country in rule.country_ids if rule.observe_holidays else ():
                known = public_holidays(country.code)
                for year in years:
                    # The library fills a year in when a day of it is asked for.
                    known.get(fields.Date.to_date(f"{year}-01-01"))
                rows += [
                    (day, country.name, name)
                    for day, name in known.items()
                    if today <= day <= today + timedelta(days=DAYS_SHOWN)
                ]
            rule.next_holidays = self.env["ir.qweb"]._render(
                "b2b_collections.contact_rule_holidays", {"rows": sorted(rows)}
            )


def _clock_time(minutes):
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
