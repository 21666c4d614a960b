from django.db import models
from django.utils.translation import gettext_lazy as _

from townbell.people.models.members import Member


class Factor(models.Model):
    """A second proof, besides the password, that it is really you: an app's code or a passkey."""

    class Kind(models.TextChoices):
        APP = "app", _("Code from an app")
        PASSKEY = "passkey", _("Passkey")

    member = models.ForeignKey(Member, models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(_("Name"), max_length=60)
    # The secret of the app or the public key of the passkey, under a key outside the database.
    sealed = models.BinaryField()
    # The last time step or signature count accepted: no code and no signature is taken twice.
    last_count = models.BigIntegerField(default=0)
    day = models.DateField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def context(self) -> bytes:
        """What the sealed bytes are bound to, so that they open for nobody else."""
        return f"{self.member_id}/{self.kind}".encode()


class RecoveryCode(models.Model):
    """A code on paper that replaces the second proof once; using it deletes it."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="recovery_codes")
    code_hash = models.BinaryField(max_length=32, unique=True)

    def __str__(self) -> str:
        return f"a recovery code of {self.member}"
