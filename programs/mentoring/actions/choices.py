from django.db import models
from django.utils.translation import gettext_lazy as _


class ActionState(models.TextChoices):
    OPEN = "open", _("Belum selesai")
    DONE = "done", _("Menunggu ditegaskan")
    CONFIRMED = "confirmed", _("Selesai")
    DROPPED = "dropped", _("Tidak dilanjutkan")

    @property
    def tone(self) -> str:
        return {"open": "neutral", "done": "waiting", "confirmed": "good"}.get(self.value, "neutral")


class ActionOccasion(models.TextChoices):
    ACTION_GIVEN = "action_given", _("Tugas pendampingan")
    ACTION_DONE = "action_done", _("Tugas dilaporkan selesai")
    ACTION_RETURNED = "action_returned", _("Tugas belum selesai")
    ACTION_OVERDUE = "action_overdue", _("Tugas lewat tenggat")
