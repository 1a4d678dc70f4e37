"""What a view knows of its request."""

from django.http import HttpRequest

from mosty.core.models import User


class SignedIn(HttpRequest):
    """A request behind `login_required` or a token: its user is one. For annotations alone."""

    user: User
