"""The ten most used pages with 10,000 registrations and 50,000 meetings: how fast they come."""
