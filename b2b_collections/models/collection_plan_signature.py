import base64
import binascii
import io
from zoneinfo import ZoneInfo

from PIL import Image, UnidentifiedImageError

from odoo import fields, models
from odoo.exceptions import LockError, UserError

from ..core.chain import digest
from ..reports.agreement import Signature

TASK = "b2b_collections.mail_act_plan_answer"
# A drawn signature has some ten thousand bytes.
LARGEST = 1_000_000
LONGEST_NAME = 100
UTC = ZoneInfo("UTC")


class CollectionPlan(models.Model):
    """The debtor signs in the portal, or declines; or a signed copy is filed.

    Of an online signature we keep the name, the picture and the moment. The address
    of the device is not kept: the link went to the debtor alone, and it proves less
    than that.
    """

    _inherit = "collection.plan"

    signature = fields.Image(
        max_width=1024, max_height=1024, readonly=True, copy=False, attachment=True
    )
    signed_moment = fields.Datetime(string="Signed", readonly=True, copy=False)

    def _can_be_signed(self):
        """Whether the debtor can sign or decline now."""
        self.ensure_one()
        return bool(
            self.state == "approved"
            and self.offered_on
            and self._is_approved()
            and self._is_as_offered()
        )

    def _check_can_be_signed(self):
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._("Somebody is signing it at this moment. Reload the page.")
            ) from error
        if self._get_signed_document():
            raise UserError(self.env._("This agreement has been signed already."))
        if not self._can_be_signed():
            raise UserError(
                self.env._(
                    "This agreement cannot be signed any more. Please get in touch "
                    "with us."
                )
            )

    def _sign_online(self, name, signature):
        """The debtor signs: the plan comes into force, and he gets the agreement.

        For the portal, as superuser: the link has been checked.

        :param name: of who signs
        :param signature: picture, base64
        :raises UserError: in words for the debtor
        """
        self.ensure_one()
        self._check_can_be_signed()
        name = self._check_signer(name)
        picture = self._check_picture(signature)
        moment = self.env["collection.action"]._get_now()
        self.write(
            {
                "signature": base64.b64encode(picture),
                "signed_moment": moment,
                "signed_by": name,
            }
        )
        document = self._keep_agreement("signed")
        self._record_agreement(
            "agreement_signed", document, name, signature=digest(picture)
        )
        self._sign(name)

    def _check_signer(self, name):
        name = " ".join((name or "").split())
        if not name:
            raise UserError(self.env._("Please enter your name."))
        if len(name) > LONGEST_NAME:
            raise UserError(
                self.env._(
                    "The name is too long. Please use at most %(count)s letters.",
                    count=LONGEST_NAME,
                )
            )
        return name

    def _check_picture(self, signature):
        """The bytes of a picture that came from outside."""
        error = UserError(self.env._("Please draw or type your signature."))
        if not signature or len(signature) > LARGEST:
            raise error
        try:
            picture = base64.b64decode(signature, validate=True)
            Image.open(io.BytesIO(picture)).verify()
        except (binascii.Error, ValueError, OSError, UnidentifiedImageError):
            raise error from None
        return picture

    def _file_copy(self, content, file_name, mimetype, signed_by, day):
        """A copy that the debtor signed on paper; the plan comes into force.

        :raises AccessError: not the user's case
        :raises UserError: not approved, or not sent as it is
        """
        self.ensure_one()
        self._check_may_make()
        self._check_state("approved")
        self._check_approved()
        # The rights were checked; files are the system's.
        plan_sudo = self.sudo()
        document_sudo = self.env["collection.plan.document"]._keep(
            self, "copy", file_name, content, mimetype
        )
        plan_sudo._record_agreement("agreement_signed", document_sudo, signed_by)
        plan_sudo._sign(signed_by, day)

    def _decline(self, reason):
        """The debtor declines: the plan is a draft again, to be talked about.

        For the portal, as superuser: the link has been checked.
        """
        self.ensure_one()
        self._check_can_be_signed()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._("Please say why, so that we can find a better solution.")
            )
        self.write(
            {
                "declined_on": self.env["collection.action"]._get_now(),
                "decline_reason": reason[:2000],
            }
        )
        document = self._get_last_document()
        self._record_agreement("agreement_declined", document, reason[:200])
        self._set_state("draft")
        self.approval_id._void(self.env._("Declined by the debtor."))
        self._ask_collector(reason)

    def _ask_collector(self, reason):
        user = self.case_id.user_id or self.user_id
        self.case_id.activity_schedule(
            TASK,
            summary=self.env._("%(plan)s was declined", plan=self.name),
            note=reason,
            user_id=user.id,
        )

    def _prepare_signature(self, formatter):
        """For the agreement; ``None`` if nobody has signed online."""
        if not self.signature:
            return None
        zone = self.partner_id.tz or self.company_id.partner_id.tz or "UTC"
        local = self.signed_moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
        picture = self.with_context(bin_size=False).signature
        return Signature(
            image=f"data:image/png;base64,{picture.decode()}",
            name=self.signed_by or "",
            moment=f"{formatter.long_date(local.date())}, {local:%H:%M} ({zone})",
        )
