from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.gate import Cap
from ..core.rulebook import ContactRule
from ..core.windows import Hours, check_hours, common_hours

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CALLS = ("call", "visit")
# Longest time that the limits may look back: all contacts of it are read.
LONGEST_CAP = 90


class CollectionContactRule(models.Model):
    """When, how often and with whose consent debtors of a country are contacted."""

    _name = "collection.contact.rule"
    _description = "Contact Rule"
    _inherit = ["collection.own.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="Empty: for all companies. A rule of the company comes first.",
    )
    country_ids = fields.Many2many(
        "res.country",
        string="Countries",
        help="Countries of the debtors. Empty: all that have no rule of their own.",
    )
    mon = fields.Boolean("Monday", default=True, tracking=True)
    tue = fields.Boolean("Tuesday", default=True, tracking=True)
    wed = fields.Boolean("Wednesday", default=True, tracking=True)
    thu = fields.Boolean("Thursday", default=True, tracking=True)
    fri = fields.Boolean("Friday", default=True, tracking=True)
    sat = fields.Boolean("Saturday", tracking=True)
    sun = fields.Boolean("Sunday", tracking=True)
    hour_from = fields.Float(
        "From", default=9.0, tracking=True, help="By the clock of the debtor."
    )
    hour_to = fields.Float(
        "Until", default=17.0, tracking=True, help="By the clock of the debtor."
    )
    by_law = fields.Boolean(
        string="Binds by Law",
        tracking=True,
        help="Neither a policy nor a manager can set hours and limits aside. Tick it "
        "where a law binds you; the rules that come with this app are courtesy.",
    )
    observe_holidays = fields.Boolean(
        string="Not on Public Holidays", default=True, tracking=True
    )
    spread_hours = fields.Float(
        string="Spread over Hours",
        default=4.0,
        tracking=True,
        help="Messages that wait for the opening hour leave within this time after "
        "it, not all at its first minute.",
    )
    limit_debtor = fields.Boolean(
        "Limit per Debtor", default=True, tracking=True, help="Over all channels."
    )
    cap_debtor = fields.Integer("Contacts with a Debtor", default=3, tracking=True)
    limit_person = fields.Boolean("Limit per Contact Person", tracking=True)
    cap_person = fields.Integer("Contacts with a Person", default=3, tracking=True)
    cap_days = fields.Integer(
        "In Days", default=7, tracking=True, help="Any days in a row, not a week."
    )
    calls_only = fields.Boolean(
        "Only Calls and Visits Count",
        tracking=True,
        help="Letters and messages are neither counted nor stopped by the limits.",
    )
    gap_payment_days = fields.Integer(
        "After a Payment",
        default=2,
        tracking=True,
        help="Days without contact after the first payment that follows a message.",
    )
    gap_promise_days = fields.Integer(
        "After a Promise",
        default=3,
        tracking=True,
        help="Days without contact after a promise to pay.",
    )
    gap_reply_days = fields.Integer(
        "After a Reply",
        default=2,
        tracking=True,
        help="Days without contact after the debtor has answered: time to read it.",
    )
    consent_sms = fields.Boolean("SMS Needs Consent", tracking=True)
    consent_whatsapp = fields.Boolean("WhatsApp Needs Consent", tracking=True)
    consent_mail = fields.Boolean("E-mail Needs Consent", tracking=True)
    source = fields.Char(
        translate=True, help="Where the rule comes from: law, code of conduct, custom."
    )
    date_checked = fields.Date(
        "Last Checked", help="When somebody last compared the rule with its source."
    )
    note = fields.Html(translate=True)
    policy_ids = fields.One2many("collection.policy", "contact_rule_id")

    _cap_days_range = models.Constraint(
        f"CHECK (cap_days BETWEEN 1 AND {LONGEST_CAP})",
        f"The days of the limits must be between 1 and {LONGEST_CAP}.",
    )
    _gaps_positive = models.Constraint(
        "CHECK (gap_payment_days >= 0 AND gap_promise_days >= 0"
        " AND gap_reply_days >= 0)",
        "The days after a payment, a promise or a reply cannot be negative.",
    )
    _spread_range = models.Constraint(
        "CHECK (spread_hours >= 0 AND spread_hours <= 24)",
        "Messages can be spread over 0 to 24 hours.",
    )

    @api.constrains("hour_from", "hour_to", *WEEKDAYS)
    def _check_hours(self):
        for rule in self:
            try:
                check_hours(rule._get_hours())
            except ValueError as error:
                raise ValidationError(
                    rule._describe_bad_hours(error.args[0])
                ) from error

    def _describe_bad_hours(self, field):
        if field == "weekdays":
            return self.env._(
                "Contact rule %(rule)s: tick at least one day of the week. To contact "
                "a debtor not at all, use 'Do not contact' on the debtor.",
                rule=self.name,
            )
        return self.env._(
            "Contact rule %(rule)s: 'Until' must be later than 'From', both between "
            "00:00 and 24:00. For hours over midnight make them end at 24:00.",
            rule=self.name,
        )

    @api.constrains("limit_debtor", "cap_debtor", "limit_person", "cap_person")
    def _check_caps(self):
        for rule in self:
            if (rule.limit_debtor and rule.cap_debtor < 1) or (
                rule.limit_person and rule.cap_person < 1
            ):
                raise ValidationError(
                    self.env._(
                        "Contact rule %(rule)s: a limit of 0 contacts would stop all "
                        "of them. Set at least 1, untick the limit, or use 'Do not "
                        "contact' on the debtor.",
                        rule=rule.name,
                    )
                )
            if (
                rule.limit_debtor
                and rule.limit_person
                and rule.cap_person > rule.cap_debtor
            ):
                raise ValidationError(
                    self.env._(
                        "Contact rule %(rule)s contradicts itself: %(person)s "
                        "contacts per person can never be reached with %(debtor)s "
                        "per debtor.",
                        rule=rule.name,
                        person=rule.cap_person,
                        debtor=rule.cap_debtor,
                    )
                )

    @api.constrains("country_ids", "company_id", "active")
    def _check_one_rule_a_country(self):
        for rule in self.filtered("active"):
            others = self.search(
                [("company_id", "=", rule.company_id.id), ("id", "!=", rule.id)]
            ).filtered(
                lambda other, rule=rule: (
                    other.country_ids & rule.country_ids
                    or not (other.country_ids or rule.country_ids)
                )
            )
            # A rule that only policies name does not compete for a country.
            others -= others.filtered("policy_ids")
            if others and not rule.policy_ids:
                both = (others[0].country_ids & rule.country_ids)[:1].name
                raise ValidationError(
                    self.env._(
                        "Contact rules %(rule)s and %(other)s both apply to "
                        "%(country)s. Take the country out of one of them, or "
                        "archive it.",
                        rule=rule.name,
                        other=others[0].name,
                        country=both or self.env._("all other countries"),
                    )
                )

    @api.constrains("by_law", "hour_from", "hour_to", "active", *WEEKDAYS)
    def _check_against_policies(self):
        self.env["collection.policy"].search(
            [("contact_rule_id", "!=", False)]
        )._check_contact_rule()

    def _get_hours(self):
        """The :class:`..core.windows.Hours` of the rule."""
        self.ensure_one()
        return Hours(
            frozenset(place for place, day in enumerate(WEEKDAYS) if self[day]),
            round(self.hour_from * 60),
            round(self.hour_to * 60),
        )

    def _is_open_together(self, other):
        """Whether some hour is open by both rules."""
        common = common_hours(self._get_hours(), other._get_hours())
        return bool(common.weekdays) and common.start < common.end

    def _get_caps(self):
        self.ensure_one()
        channels = CALLS if self.calls_only else ()
        caps = []
        if self.limit_debtor:
            caps.append(Cap(self.cap_debtor, self.cap_days, False, channels))
        if self.limit_person:
            caps.append(Cap(self.cap_person, self.cap_days, True, channels))
        return tuple(caps)

    def _as_fact(self):
        """The rule as the core takes it."""
        self.ensure_one()
        return ContactRule(
            key=self.id,
            countries=frozenset(self.country_ids.mapped("code")),
            hours=self._get_hours(),
            by_law=self.by_law,
            holidays=self.observe_holidays,
            caps=self._get_caps(),
            gaps=(
                ("payment", self.gap_payment_days),
                ("promise", self.gap_promise_days),
                ("reply", self.gap_reply_days),
            ),
            consent=frozenset(
                channel
                for channel in ("sms", "whatsapp", "mail")
                if self[f"consent_{channel}"]
            ),
            spread=timedelta(hours=self.spread_hours),
        )
