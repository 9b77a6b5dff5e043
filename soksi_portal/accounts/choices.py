from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CADRE = "cadre", _("Kader")
    COORDINATOR = "coordinator", _("Koordinator provinsi")
    BOARD = "board", _("Pengurus pusat")
    JAMKRINDO = "jamkrindo", _("Staf Jamkrindo")
    TRAINER = "trainer", _("Pelatih")
    BANK = "bank", _("Mitra bank")
    ADMIN = "admin", _("Administrator")
