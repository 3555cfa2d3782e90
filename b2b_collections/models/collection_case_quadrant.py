from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core import quadrant as core


class CollectionCase(models.Model):
    """Negotiation aid: the quadrant of the debtor, suggested and chosen.

    What is suggested is derived whenever somebody looks; what a person chose stays.
    """

    _inherit = "collection.case"

    quadrant_suggested_id = fields.Many2one(
        "collection.quadrant",
        string="Suggested",
        compute="_compute_quadrant",
        help="From what is known of the debtor. The list below says why.",
    )
    quadrant_reasons = fields.Html(compute="_compute_quadrant", string="Why")
    quadrant_chosen_id = fields.Many2one(
        "collection.quadrant",
        string="Our Judgement",
        ondelete="set null",
        tracking=True,
        help="Empty: as suggested.",
    )
    quadrant_note = fields.Text(
        string="Why We Judge So", help="For our own people; no debtor sees it."
    )
    quadrant_id = fields.Many2one(
        "collection.quadrant", string="Counts As", compute="_compute_quadrant"
    )
    quadrant_approach = fields.Html(
        compute="_compute_quadrant_words", string="Approach"
    )
    quadrant_guide = fields.Html(
        compute="_compute_quadrant_words", string="Talking Guide"
    )
    quadrant_offer = fields.Char(
        compute="_compute_quadrant_words", string="What to Offer"
    )
    offer_ids = fields.One2many("collection.offer", "case_id")

    @api.depends("quadrant_chosen_id")
    def _compute_quadrant(self):
        every = [("code", "in", core.CODES)]
        quadrants = self.env["collection.quadrant"].search(every)
        by_code = {quadrant.code: quadrant for quadrant in quadrants}
        known = self._get_known()
        none = quadrants.browse()
        for case in self:
            suggestion = core.suggest(known[case._origin.id or case.id])
            suggested = by_code.get(suggestion.code, none)
            case.quadrant_suggested_id = suggested
            case.quadrant_reasons = case._word_signs(suggestion.signs)
            case.quadrant_id = case.quadrant_chosen_id or suggested

    @api.depends("quadrant_id")
    def _compute_quadrant_words(self):
        for case in self:
            case.quadrant_approach = case.quadrant_id.approach
            case.quadrant_guide = case.quadrant_id.guide
            case.quadrant_offer = case.quadrant_id._word_offer()

    @api.constrains("quadrant_chosen_id", "quadrant_note")
    def _check_quadrant_note(self):
        for case in self:
            if case.quadrant_chosen_id and not (case.quadrant_note or "").strip():
                raise ValidationError(
                    self.env._(
                        "Why We Judge So: say in a few words why you judge %(debtor)s "
                        "otherwise than suggested, so that colleagues understand it.",
                        debtor=case.partner_id.name,
                    )
                )

    def _word_signs(self, signs):
        """What spoke for and against, as a list."""
        if not signs:
            return Markup("<p>%s</p>") % self.env._(
                "Little is known of this debtor yet, so there is the benefit of the "
                "doubt."
            )
        rows = Markup().join(
            Markup('<li class="%s">%s %s</li>')
            % (
                "text-success" if sign.weight > 0 else "text-danger",
                "+" if sign.weight > 0 else "\N{MINUS SIGN}",
                self._word_sign(sign),
            )
            for sign in signs
        )
        return Markup('<ul class="list-unstyled mb-0">%s</ul>') % rows

    def _word_sign(self, sign):
        value = sign.value
        if isinstance(value, float):
            value = round(value * 100)
        _ = self.env._
        words = {
            "insolvent": _("Can pay: insolvency proceedings are known"),
            "paid": _(
                "Can pay: %(value)s %% of what fell due of late was paid", value=value
            ),
            "paid_little": _(
                "Can pay: only %(value)s %% of what fell due of late was paid",
                value=value,
            ),
            (core.CAN, "part_payments"): _(
                "Can pay: items paid in part only: %(value)s", value=value
            ),
            (core.WILLING, "part_payments"): _("Wants to pay: part payments were made"),
            "plans_defaulted": _(
                "Can pay: payment plans that ended in default: %(value)s", value=value
            ),
            "long_overdue": _(
                "Can pay: days that the oldest item is overdue: %(value)s", value=value
            ),
            "trust_good": _("Can pay: marked as a good debtor"),
            "trust_bad": _("Can pay: marked as a bad debtor"),
            "kept": _("Wants to pay: promises kept: %(value)s", value=value),
            "broken": _("Wants to pay: promises broken: %(value)s", value=value),
            "answered": _(
                "Wants to pay: days since the last answer: %(value)s", value=value
            ),
            "silent": _(
                "Wants to pay: messages without answer: %(value)s", value=value
            ),
            "disputes": _("Wants to pay: open disputes: %(value)s", value=value),
        }
        return words.get(sign.code) or words[sign.axis, sign.code]

    def action_quadrant_reset(self):
        """Go back to what is suggested."""
        self.write({"quadrant_chosen_id": False, "quadrant_note": False})
