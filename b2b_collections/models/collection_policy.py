from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..core.decide import Rules
from ..core.ladder import ANNOUNCE, RESTART, RESUME, Ladder, Rung


class CollectionPolicy(models.Model):
    _name = "collection.policy"
    _description = "Collection Policy"
    _inherit = ["collection.own.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(
        default=10, help="The first policy whose conditions fit a debtor applies."
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", help="For the minimum amounts."
    )
    partner_domain = fields.Char(
        string="Debtors",
        default="[]",
        tracking=True,
        help="Conditions on the debtor: segment, country, tag, degree of trust.",
    )
    debtor_amount_min = fields.Monetary(
        string="Debtor Owes at Least",
        tracking=True,
        help="Total open amount of the debtor in company currency; 0: no limit.",
    )
    debtor_amount_max = fields.Monetary(
        string="Debtor Owes Less Than",
        tracking=True,
        help="Total open amount of the debtor in company currency; 0: no limit.",
    )
    level_ids = fields.One2many("collection.level", "policy_id", copy=True)
    min_gap_days = fields.Integer(
        string="Days Between Levels",
        default=7,
        tracking=True,
        help="Days that must pass between two levels of the same item, so that a "
        "debtor who comes late into collections climbs step by step.",
    )
    contact_gap_days = fields.Integer(
        string="Days Between Messages",
        default=3,
        tracking=True,
        help="Days that must pass between two written messages to the same debtor.",
    )
    contact_rule_id = fields.Many2one(
        "collection.contact.rule",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Hours and limits for contacts under this policy. Empty: the rule of the "
        "debtor's country. What that rule binds by law holds in any case.",
    )
    skip_levels = fields.Boolean(
        string="May Skip Levels",
        tracking=True,
        help="Go straight to the highest level that is due instead of climbing "
        "one level at a time.",
    )
    reentry = fields.Selection(
        [
            (RESUME, "Resume: the next level, the days between levels later"),
            (RESTART, "Restart: with the first reminder"),
            (ANNOUNCE, "Announce: the last level once more, then the next"),
        ],
        string="After a Hold",
        default=RESUME,
        required=True,
        tracking=True,
        help="How items come back in. What fell due during a hold is never made up "
        "for at once: they climb one level at a time, with the days between levels.",
    )
    netting = fields.Selection(
        [
            ("net", "Net: credits settle the oldest items first"),
            ("show", "Show: credits are listed beside the items"),
            ("ignore", "Ignore: credits are not mentioned"),
        ],
        default="net",
        required=True,
        tracking=True,
        string="Credits",
        help="What credit notes and payments on account do to reminders. A debtor "
        "in credit over all is never chased.",
    )
    min_item_amount = fields.Monetary(
        string="Smallest Item", tracking=True, help="Smaller open items are not chased."
    )
    min_total_amount = fields.Monetary(
        string="Smallest Total",
        tracking=True,
        help="A debtor with less due than this gets no message.",
    )
    mail_fallback = fields.Selection(
        [("letter", "Send a letter"), ("none", "Do not contact, say why")],
        string="Without E-mail Address",
        default="letter",
        required=True,
        tracking=True,
        help="For levels after the due date. Notices before the due date are "
        "never sent as letters instead.",
    )
    thank_you = fields.Boolean(
        string="Thank for Payment",
        tracking=True,
        help="A short thank-you when an item is paid that had been reminded after "
        "its due date. Items paid in time get none.",
    )
    thank_you_template_id = fields.Many2one(
        "mail.template", domain=[("model", "=", "collection.action")]
    )
    note = fields.Html()

    _gaps_positive = models.Constraint(
        "CHECK (min_gap_days >= 0 AND contact_gap_days >= 0)",
        "The days between levels and between messages cannot be negative.",
    )
    _amounts_positive = models.Constraint(
        "CHECK (min_item_amount >= 0 AND min_total_amount >= 0"
        " AND debtor_amount_min >= 0 AND debtor_amount_max >= 0)",
        "The amounts of a policy cannot be negative.",
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for policy in self:
            policy.currency_id = (policy.company_id or self.env.company).currency_id

    @api.constrains("partner_domain")
    def _check_partner_domain(self):
        for policy in self:
            try:
                self.env["res.partner"].search_count(
                    policy._get_debtor_domain(), limit=1
                )
            except (ValueError, SyntaxError, TypeError, KeyError) as error:
                raise ValidationError(
                    self.env._(
                        "Policy %(policy)s: the condition on debtors cannot be read "
                        "(%(error)s). Set it again with the domain editor.",
                        policy=policy.name,
                        error=error,
                    )
                ) from error

    @api.constrains("contact_rule_id")
    def _check_contact_rule(self):
        """A rule that a policy names must leave hours that the law allows."""
        for policy in self.filtered("contact_rule_id"):
            rule = policy.contact_rule_id
            lawful = self.env["collection.contact.rule"].search(
                [("by_law", "=", True), ("id", "!=", rule.id)]
            )
            clash = lawful.filtered(
                lambda law, rule=rule: not law._is_open_together(rule)
            )
            if clash:
                raise ValidationError(
                    self.env._(
                        "Policy %(policy)s: contact rule %(rule)s is never open in the "
                        "hours that %(law)s allows by law. Change the hours, or leave "
                        "the rule of the policy empty.",
                        policy=policy.name,
                        rule=rule.name,
                        law=clash[0].name,
                    )
                )

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%(policy)s (copy)", policy=policy.name))
            for policy, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def _get_debtor_domain(self):
        """Domain on res.partner that a debtor of this policy meets."""
        self.ensure_one()
        return Domain(literal_eval(self.partner_domain or "[]"))

    def _filter_by_total(self, case_ids, totals):
        """Keep the cases whose open total (company currency) is in the limits."""
        self.ensure_one()
        low, high = self.debtor_amount_min, self.debtor_amount_max
        return {
            case_id
            for case_id in case_ids
            if (not low or totals.get(case_id, 0) >= low)
            and (not high or totals.get(case_id, 0) < high)
        }

    def _get_ladder(self):
        self.ensure_one()
        rungs = [Rung(level.id, level.days) for level in self.level_ids]
        return Ladder(rungs, self.min_gap_days, self.skip_levels, self.reentry)

    def _get_rules(self, book):
        """The policy as the core takes it, see :class:`..core.decide.Rules`.

        :param book: contact rules of the company, see collection.contact.rule
        """
        self.ensure_one()
        return Rules(
            ladder=self._get_ladder(),
            level_channels={
                level.id: level._get_channels() for level in self.level_ids
            },
            netting=self.netting,
            min_item=self.min_item_amount,
            min_total=self.min_total_amount,
            contact_gap_days=self.contact_gap_days,
            letter_instead=self.mail_fallback == "letter",
            level_recipients={
                level.id: level._get_addressing() for level in self.level_ids
            },
            statutory=frozenset(self.level_ids.filtered("is_statutory").ids),
            book=book,
            contact_rule=self.contact_rule_id.id or None,
        )
