"""From pilot to graduate: computed by the portal, confirmed by a person."""
