"""Exchange rates as they were published: recorded by managers, read by everybody who works here."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mosty.core.editing import attempt
from mosty.core.models import ExchangeRate
from mosty.core.permissions import EVERYBODY, NOBODY, Permission
from mosty.core.rates import RECORD_RATE, record_rate
from mosty.core.requests import SignedIn
from mosty.core.rules import has_staff_role

SHOWN = 100  # the newest rates

SEE_RATES = Permission(
    "site.see_rates",
    _("Only those who work for the host see the exchange rates."),
    lambda user: EVERYBODY if has_staff_role(user) else NOBODY,
)


class RateForm(forms.Form):
    """One rate of one day."""

    base = forms.CharField(
        label=_("From currency"), max_length=3, help_text=_("One unit of this currency: USD.")
    )
    quote = forms.CharField(
        label=_("To currency"), max_length=3, help_text=_("Is so many units of this one: RUB.")
    )
    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    rate = forms.DecimalField(label=_("Rate"), max_digits=20, decimal_places=10)
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("Who published it: the name of the bank, an address."),
    )

    def clean_base(self) -> str:
        return str(self.cleaned_data["base"]).upper()

    def clean_quote(self) -> str:
        return str(self.cleaned_data["quote"]).upper()


@login_required
@require_http_methods(["GET", "POST"])
def rates(request: SignedIn) -> HttpResponse:
    """The newest rates and, for managers, a form for another one."""
    SEE_RATES.check(request.user, request.user)
    may_record = RECORD_RATE.allows(request.user, request.user)
    form = RateForm(request.POST or None)
    if request.method == "POST":
        RECORD_RATE.check(request.user, request.user)
        if attempt(form, lambda: record_rate(by=request.user, **form.cleaned_data)):
            messages.success(request, gettext("The rate is recorded."))
            return redirect("rates")
    return render(
        request,
        "site/staff/rates.html",
        {
            "form": form if may_record else None,
            "rates": ExchangeRate.objects.order_by("-on", "base", "quote")[:SHOWN],
        },
    )
