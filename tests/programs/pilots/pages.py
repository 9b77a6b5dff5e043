"""How tests of pages read an answer, and what people type in them."""

MOTIVATION = "Penjualannya naik tiga tahun berturut-turut dan catatan kasnya rapi."
REASON = "Lengkapi catatan penjualan enam bulan, lalu ajukan lagi."


def text(response) -> str:
    return response.content.decode()


def messages_of(client, response) -> list[str]:
    followed = client.get(response.url)
    return [str(message) for message in followed.context["messages"]]


def sheet(phase, score: int = 4) -> dict[str, str]:
    """A score for every criterion, as a form sends it."""
    return {f"score_{criterion.pk}": str(score) for criterion in phase.criteria.all()}
