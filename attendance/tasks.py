from __future__ import annotations

from django_tasks import task

from attendance import messages


@task()
def registration_email(participant: int, registrations: list[int], modules: list[int]) -> None:
    messages.registration(participant, registrations, modules).send()


@task()
def decision_email(registration: int) -> None:
    messages.decision(registration).send()
