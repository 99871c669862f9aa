"""Agencies, their teams, the practitioners in them and how they come in."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from plait.base.access.classes import FieldClass as C


class Agency(models.Model):
    """A body that works with children or families. Its kind (`SCHOOL`, `POLICE`, …) is data from the pack."""

    classes: ClassVar = {
        "id": C.REFERENCE,
        "name": C.REFERENCE,
        "kind": C.REFERENCE,
        "referral_source": C.REFERENCE,
        "mailbox": C.REFERENCE,
        "phone": C.REFERENCE,
        "out_of_hours": C.REFERENCE,
        "ended_at": C.WORK,
        "commissioned_by": C.REFERENCE,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    referral_source = models.CharField(max_length=4, blank=True)  # CIN census ReferralSource code
    mailbox = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    out_of_hours = models.CharField(max_length=30, blank=True)
    ended_at = models.DateTimeField(null=True)  # it works with Plait no more: nobody of it signs in
    # The listed body for which it delivers services under contract; empty: it works for itself.
    commissioned_by = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def under_contract(self) -> bool:
        """Does it deliver services for a listed body? Then the information sharing duty reaches it (Children Act 2004 s.16LA)."""
        return bool(self.commissioned_by.strip())


class Team(models.Model):
    """A team inside an agency. A team, not an employer, becomes involved with a child; deputies are its members."""

    class Kind(models.TextChoices):
        HUB = "hub", "The hub"
        SAFEGUARDING = "safeguarding", "Safeguarding team"
        CASEWORK = "casework", "Casework team"
        EDT = "edt", "Emergency duty team"
        CLOSED_LIST = "closed_list", "People who work with children"
        CUSTODIAN = "custodian", "Custodians of restricted records"

    classes: ClassVar = {
        "id": C.REFERENCE,
        "agency": C.REFERENCE,
        "name": C.REFERENCE,
        "kind": C.REFERENCE,
        "phone": C.REFERENCE,
        "out_of_hours": C.REFERENCE,
        "manager": C.REFERENCE,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    phone = models.CharField(max_length=30, blank=True)
    out_of_hours = models.CharField(max_length=30, blank=True)
    # Keeps the team's rota, says that somebody of it is away, and acts when nobody else of it can.
    manager = models.ForeignKey(
        "Practitioner", models.SET_NULL, null=True, blank=True, related_name="manages"
    )

    def __str__(self) -> str:
        return f"{self.name}, {self.agency.name}"


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None) -> "User":
        user = User(email=self.normalize_email(email).lower())
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """What signs in. It holds no rights: those belong to the practitioner's posts."""

    classes: ClassVar = {
        "id": C.CREDENTIAL,
        "email": C.CREDENTIAL,
        "password": C.CREDENTIAL,
        "last_login": C.CREDENTIAL,
        "is_active": C.CREDENTIAL,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    objects: ClassVar[UserManager] = UserManager()

    # Django's own admin and permission system are not used; allauth asks these of any user model.
    is_staff = False
    is_superuser = False

    def __str__(self) -> str:
        return str(self.pk)


class Practitioner(models.Model):
    """A person at work in one agency. `deputy` answers when they do not; `left_at` ends everything they could open."""

    classes: ClassVar = {
        "id": C.REFERENCE,
        "user": C.CREDENTIAL,
        "agency": C.REFERENCE,
        "name": C.REFERENCE,
        "job": C.REFERENCE,
        "phone": C.REFERENCE,
        "out_of_hours": C.REFERENCE,
        "qualified_social_worker": C.REFERENCE,
        "deputy": C.REFERENCE,
        "declared_at": C.WORK,
        "left_at": C.WORK,
        "suspended_at": C.WORK,
        "suspended_because": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, models.PROTECT, null=True, related_name="practitioner")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="practitioners")
    name = models.CharField(max_length=120)
    job = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    out_of_hours = models.CharField(max_length=30, blank=True)
    qualified_social_worker = models.BooleanField(default=False)
    deputy = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="stands_in_for")
    declared_at = models.DateTimeField(null=True)  # when they last said whom they know (conflicts)
    left_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)  # until it is lifted: nothing opens, nothing is lost
    suspended_because = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.job})"


class Adviser(models.Model):
    """Somebody to ask before sharing: one of the agency's people, or a name and a number. `for_area`: anybody may ask."""

    class Kind(models.TextChoices):
        SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
        CALDICOTT = "caldicott", "Caldicott guardian"
        DPO = "dpo", "Data protection officer"
        LEGAL = "legal", "Legal adviser"

    classes: ClassVar = {
        "id": C.REFERENCE,
        "agency": C.REFERENCE,
        "kind": C.REFERENCE,
        "practitioner": C.REFERENCE,
        "name": C.REFERENCE,
        "phone": C.REFERENCE,
        "hours": C.REFERENCE,
        "for_area": C.REFERENCE,
        "ended_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="advisers")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="advises")
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30)
    hours = models.CharField(max_length=60, blank=True)
    for_area = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    @property
    def called(self) -> str:
        """Whom to ask for when ringing."""
        return self.practitioner.name if self.practitioner else self.name


class Membership(models.Model):
    """A practitioner's time in a team."""

    classes: ClassVar = {
        "id": C.REFERENCE,
        "practitioner": C.REFERENCE,
        "team": C.REFERENCE,
        "from_at": C.WORK,
        "to_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)


class RoleGrant(models.Model):
    """A role held for a time (`agencies.roles` says in prose what each may do) and who granted it."""

    classes: ClassVar = {
        "id": C.REFERENCE,
        "practitioner": C.REFERENCE,
        "role": C.REFERENCE,
        "from_at": C.WORK,
        "to_at": C.WORK,
        "granted_by": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    granted_by = models.CharField(max_length=64)


class Invitation(models.Model):
    """The only way to an account: a named person is invited into one agency with stated roles. The link works once."""

    classes: ClassVar = {
        "id": C.REFERENCE,
        "practitioner": C.REFERENCE,
        "email": C.CREDENTIAL,
        "token_hash": C.CREDENTIAL,
        "invited_by": C.WORK,
        "invited_at": C.WORK,
        "expires_at": C.WORK,
        "accepted_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=64)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)


class MailboxLink(models.Model):
    """A one-time link to a registered agency mailbox: opens *raise, and see my own receipts and feedback*, nothing else."""

    classes: ClassVar = {
        "id": C.REFERENCE,
        "agency": C.REFERENCE,
        "person_name": C.REFERENCE,
        "token_hash": C.CREDENTIAL,
        "sent_at": C.WORK,
        "expires_at": C.WORK,
        "used_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="mailbox_links")
    person_name = models.CharField(max_length=120, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("sent_at")), name="mailbox_link_ends_after_it_began"
            )
        ]


class HeldForm(models.Model):
    """What somebody had written when their session ended, kept half an hour; or what they type and have not sent, kept a day. For
    them alone, at the page they write it on."""

    classes: ClassVar = {
        "id": C.REFERENCE,
        "user": C.CREDENTIAL,
        "path": C.WORK,
        "posted": C.CONTENT,
        "held_at": C.WORK,
        "expires_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="held_forms")
    path = models.CharField(max_length=500)
    posted = models.JSONField()  # {field name: [values]}, never a password or a token
    held_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="one_held_form_a_page")]
