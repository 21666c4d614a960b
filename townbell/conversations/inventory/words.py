from django.utils.translation import gettext_lazy as _

from townbell.web.holdings import NUMBER, REASON, WHEN, WHO

CONVERSATION = _("which conversation")
STATEMENT = _("which statement")
ACT = {"id": NUMBER, "by": WHO, "at": WHEN, "reason": REASON}
