"""Ways of reading trainings that more than one place needs."""

from .invitations import (
    PEOPLE_READERS,
    invitations_of_ended_pilots,
    missing_invitations,
    trainings_of,
    unreachable_pilots,
)
from .places import (
    held_for_pilots,
    place_in_queue,
    places_for_observers,
    places_left,
    sessions_to_fill,
)
from .roll import Roll, RollLine, roll_of
from .times import LocalTime, by_zone, local_times, times_in_zones, viewer_zone

__all__ = [
    "PEOPLE_READERS",
    "LocalTime",
    "Roll",
    "RollLine",
    "by_zone",
    "held_for_pilots",
    "invitations_of_ended_pilots",
    "local_times",
    "missing_invitations",
    "place_in_queue",
    "places_for_observers",
    "places_left",
    "roll_of",
    "sessions_to_fill",
    "times_in_zones",
    "trainings_of",
    "unreachable_pilots",
    "viewer_zone",
]
