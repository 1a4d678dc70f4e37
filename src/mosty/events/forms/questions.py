"""The built-in registration form: what everybody is asked besides name, e-mail and organisation."""

from django.utils.translation import gettext_lazy as _

from mosty.core.blocks import CHOICE, LINES, Block, Form

REGISTRATION_FORM = Form(
    version=1,
    blocks=(
        Block(
            "invitation",
            CHOICE,
            _("Do you need a letter of invitation?"),
            choices=(("no", _("No")), ("visa", _("Yes, for a visa")), ("work", _("Yes, for work"))),
        ),
        Block("note", LINES, _("What should we know to receive you well?")),
    ),
)
