"""Background work of the protection side: an e-mail at once to whoever is told of an emergency opening."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext, override
from django_tasks import task

from actip.accounts import person
from actip.accounts.models import User


@task()
def tell(user_id: int) -> bool:
    """That something was opened in an emergency, and nothing of what; returns whether there is an address to tell it to."""
    with person.as_system("tell who is told of an emergency opening"):
        user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return False
    EmailMessage("ACTIP", "\n\n".join(text(language) for language in ("th", "en")), to=[user.email]).send()
    return True


def text(language: str) -> str:
    """The notice in one language: no name, no number, no place."""
    with override(language):
        said = gettext(
            "A colleague opened a record in an emergency and named you. Look at it now, on top of your work:"
        )
        return f"{said}\n{settings.SITE_URL}"
