"""What may be typed into a field, or stand in a cell."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

CALM = settings(max_examples=100, deadline=None)
anything = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789.,-+eE' ", max_size=40),
    st.text(alphabet="Rp0123456789.,- jutaorang", max_size=30),
    st.binary(max_size=20).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.sampled_from(
        ["\x00", "9" * 5000, "x" * 5000, "=1+1", "😀", "\u202e", "NaN", "1e400", "٣٤", "²", "-", "--"]
    ),
)


def digits(size: int) -> st.SearchStrategy[str]:
    return st.text(alphabet="0123456789", min_size=size, max_size=size)


def spelled(number: str) -> st.SearchStrategy[str]:
    """The same number with blanks, dots and dashes somewhere between its digits."""
    gaps = st.lists(st.sampled_from(["", "", "", " ", ".", "-"]), min_size=len(number), max_size=len(number))
    return gaps.map(lambda between: "".join(a + b for a, b in zip(number, between, strict=True)))
