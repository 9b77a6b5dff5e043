"""The categories of KBLI in few words: what staff call a sector."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Section(models.TextChoices):
    AGRICULTURE = "A", _("Pertanian, kehutanan, dan perikanan")
    MINING = "B", _("Pertambangan dan penggalian")
    MANUFACTURING = "C", _("Industri pengolahan")
    ENERGY = "D", _("Listrik, gas, dan uap")
    WATER = "E", _("Air, limbah, dan daur ulang")
    CONSTRUCTION = "F", _("Konstruksi")
    TRADE = "G", _("Perdagangan dan bengkel")
    TRANSPORT = "H", _("Pengangkutan dan pergudangan")
    FOOD = "I", _("Penginapan dan makan minum")
    INFORMATION = "J", _("Informasi dan komunikasi")
    FINANCE = "K", _("Keuangan dan asuransi")
    PROPERTY = "L", _("Real estat")
    PROFESSIONAL = "M", _("Jasa profesional dan teknis")
    SUPPORT = "N", _("Persewaan dan penunjang usaha")
    PUBLIC = "O", _("Administrasi pemerintahan")
    EDUCATION = "P", _("Pendidikan")
    HEALTH = "Q", _("Kesehatan dan kegiatan sosial")
    RECREATION = "R", _("Kesenian, hiburan, dan rekreasi")
    SERVICES = "S", _("Jasa lainnya")
    HOUSEHOLD = "T", _("Rumah tangga")
    FOREIGN = "U", _("Badan internasional")
