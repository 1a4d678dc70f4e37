"""Users, teams of the host, and who holds which role in them.

A role is a row with a real foreign key to what it is for: the installation and a team here, an
event in `events`, an organisation (its representatives) in `directory`.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mosty.core.fields import CodeField, TranslatedField
from mosty.core.history import tracked
from mosty.core.personal import YEAR, Personal


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail; the address is compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """Somebody who can sign in. Who they are to the world is a Person of the directory."""

    code = CodeField()
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language of e-mails"), max_length=10, default="ru")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_demo = models.BooleanField(default=False)  # one-click sign-in, only while MOSTY_DEMO is on
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    personal_data: ClassVar = {
        "email": Personal(_("to sign in and to receive e-mails about one's own affairs"), 3 * YEAR),
        "name": Personal(_("to show who did what"), 3 * YEAR),
    }

    class Meta:
        verbose_name = _("user")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def installation_roles(self) -> frozenset[str]:
        """Roles in the whole installation, read once a request."""
        return frozenset(self.roles.values_list("role", flat=True))


class InstallationRole(models.Model):
    """A role in everything this installation keeps."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("administrator")
        LEADERSHIP = "leadership", _("leadership")
        AUDITOR = "auditor", _("auditor")

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="installation_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


@tracked()
class Team(models.Model):
    """A team of the host: the agency, the film cluster, a museum."""

    code = CodeField(editable=True)
    name = TranslatedField(pgettext_lazy("thing", "name"))

    class Meta:
        verbose_name = _("team")

    def __str__(self) -> str:
        return str(self.name)


@tracked()
class TeamRole(models.Model):
    """A role in one team."""

    class Role(models.TextChoices):
        MANAGER = "manager", _("manager")
        DESK = "desk", _("front desk")

    user = models.ForeignKey(User, models.CASCADE, related_name="team_roles")
    team = models.ForeignKey(Team, models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "team", "role"], name="team_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.team}"


class ConsentText(models.Model):
    """What a person agrees to. A changed text is a new version; given consents keep theirs."""

    key = models.SlugField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    text = TranslatedField(_("text"), multiline=True)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "version"], name="consent_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"

    @classmethod
    def newest(cls, key: str) -> "ConsentText":
        """The version in force."""
        return cls.objects.filter(key=key).order_by("-version")[0]


class Consent(models.Model):
    """Somebody agreed to one version of a text, at a moment, in a language."""

    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="given")
    email = models.EmailField()
    language = models.CharField(max_length=10)
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "email": Personal(_("to prove that consent was given"), 3 * YEAR),
    }

    def __str__(self) -> str:
        return f"{self.email}: {self.text}"
