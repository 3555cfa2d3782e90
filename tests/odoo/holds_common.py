"""Holds are set on days that are played."""

from freezegun import freeze_time

from .common import CollectionsCommon


class HoldsCommon(CollectionsCommon):
    """Days are played: the clock stands on the day of the run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env.ref("b2b_collections.hold_reason_time")

    def play(self, *offsets, send=True):
        """Run on each of these days, and let its mails and letters leave."""
        for offset in offsets:
            with freeze_time(self.day(offset)):
                self.env.invalidate_all()
                run = self.run_day(self.day(offset), send=send)
        return run

    def hold(self, invoice, first, last, user=None, **vals):
        """Set a hold on the item of an invoice, on its first day."""
        item = self.item(invoice)
        with freeze_time(self.day(first)):
            return (
                item.case_id.with_user(user or self.collector)
                ._hold(self.reason, self.day(last), items=item, **vals)
                .with_env(self.env)
            )

    def hold_case(self, case, first, last, **vals):
        with freeze_time(self.day(first)):
            return (
                case.with_user(self.collector)
                ._hold(self.reason, self.day(last), **vals)
                .with_env(self.env)
            )

    def given(self, invoice):
        """``[(day, level)]`` of what reached the debtor about an invoice."""
        lines = self.env["collection.action.line"].search(
            [
                ("item_id", "in", self.item(invoice).ids),
                ("climbs", "=", True),
                ("action_id.state", "=", "done"),
                ("channel", "!=", "call"),
            ]
        )
        found = {
            ((line.action_id.date - self.DUE).days, line.level_id.short_name)
            for line in lines
        }
        return sorted(found)
