from django.apps import AppConfig


class BankAccessConfig(AppConfig):
    name = "programs.bankaccess"
    label = "bankaccess"
    verbose_name = "Akses bank"
