"""Ways of reading trainings that more than one place needs."""

from .invitations import (
    PEOPLE_READERS,
    invitations_of_ended_pilots,
    missing_invitations,
    place_in_queue,
    places_left,
    trainings_of,
    unreachable_pilots,
)
from .roll import Roll, RollLine, roll_of
from .times import LocalTime, by_zone, local_times, times_in_zones, viewer_zone

__all__ = [
    "PEOPLE_READERS",
    "LocalTime",
    "Roll",
    "RollLine",
    "by_zone",
    "invitations_of_ended_pilots",
    "local_times",
    "missing_invitations",
    "place_in_queue",
    "places_left",
    "roll_of",
    "times_in_zones",
    "trainings_of",
    "unreachable_pilots",
    "viewer_zone",
]
