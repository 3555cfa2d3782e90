from odoo import models
from odoo.tools import formatLang


class CollectionQuadrant(models.Model):
    """The suggested offer in words."""

    _inherit = "collection.quadrant"

    def _word_offer(self):
        """E.g. “Payment this week; a plan of up to 3 instalments”."""
        if not self:
            return False

        def percent(share):
            return formatLang(self.env, share * 100, digits=0)

        parts = [self.offer_text]
        if self.offer_discount:
            parts.append(
                self.env._(
                    "up to %(percent)s %% discount for payment at once",
                    percent=percent(self.offer_discount),
                )
            )
        if self.offer_instalments:
            parts.append(
                self.env._(
                    "a plan of up to %(count)s instalments",
                    count=self.offer_instalments,
                )
            )
        if self.offer_down_payment:
            parts.append(
                self.env._(
                    "a first payment of at least %(percent)s %%",
                    percent=percent(self.offer_down_payment),
                )
            )
        return "; ".join(filter(None, parts))
