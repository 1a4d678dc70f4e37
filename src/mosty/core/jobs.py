"""Background jobs of the core: sending letters, rescuing work whose worker died."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from mosty.core.actions import acting
from mosty.core.models import Mail

log = logging.getLogger(__name__)

STALLED_AFTER = timedelta(seconds=60)


@app.task(
    queue="mail",
    retry=RetryStrategy(max_attempts=6, exponential_wait=20, retry_exceptions={OSError}),
)
def send_mail(mail_id: int) -> None:
    """Send one letter of the outbox, once; a failure is kept with the letter and tried again."""
    with acting(AnonymousUser(), "core.send_mail"):
        letter = Mail.objects.select_for_update().get(pk=mail_id)
        if letter.state == Mail.State.SENT:
            return
        try:
            EmailMessage(letter.subject, letter.text, to=[letter.to]).send()
        except (OSError, SMTPException) as error:
            _mark(letter, Mail.State.FAILED, str(error))
            failure: Exception | None = error
        else:
            _mark(letter, Mail.State.SENT, "")
            failure = None
    if failure:
        raise OSError(str(failure)) from failure


@app.periodic(cron="* * * * *")
@app.task(queue="rescue", queueing_lock="rescue", pass_context=True)
async def rescue_stalled_jobs(context: object, timestamp: int) -> None:  # theirs
    """Give work whose worker has died (no heartbeat) back to the queue."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(
        seconds_since_heartbeat=STALLED_AFTER.total_seconds()
    ):
        log.warning("job %s (%s) lost its worker and is queued again", job.id, job.task_name)
        await manager.retry_job(job)
    await manager.prune_stalled_workers(STALLED_AFTER.total_seconds())


def _mark(letter: Mail, state: str, error: str) -> None:
    """A letter's own bookkeeping: no person acts here, so there is nothing for the journal."""
    letter.state, letter.error = state, error
    letter.sent_at = timezone.now() if state == Mail.State.SENT else None
    letter.save(update_fields=["state", "error", "sent_at"])
