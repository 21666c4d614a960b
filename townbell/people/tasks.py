"""Housekeeping: what is over is forgotten. The worker calls these."""

from django.contrib.sessions.models import Session
from django.utils import timezone

from townbell.people.models import Invitation, SignInLink


def forget_old_links() -> None:
    """Delete links whose time is over, and with them the addresses of who never came."""
    Invitation.objects.ended().delete()
    SignInLink.objects.ended().delete()


def forget_old_sessions() -> None:
    """Delete sessions that ended."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
