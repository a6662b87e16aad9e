"""A Celery worker."""

import time

from celery import Celery, shared_task
from celery.signals import worker_shutdown

from .sinks import Sink

app = Celery("jobs", broker="amqp://guest:g4est@mq//", include=["jobs.mail"])
app.conf.task_acks_late = True
app.conf.update(task_reject_on_worker_lost=True, worker_prefetch_multiplier=1)
app.autodiscover_tasks(["billing", "reports"])


@app.task(bind=True, autoretry_for=(ConnectionError,), retry_backoff=True, max_retries=5)
def send(self, address):
    with Sink(address) as sink:
        sink.write("x")


@shared_task
def poll(sink: Sink):
    for attempt in range(3):
        try:
            sink.flush()
            break
        except OSError:
            time.sleep(1)
    while True:
        try:
            sink.pull()
        except Exception as error:
            print(error)


@worker_shutdown.connect
def drain(**kwargs):
    Sink.flush_all()


app.conf.beat_schedule = {"hourly": {"task": "jobs.worker.poll", "schedule": 3600.0}}
