"""Pages of events, their programme, registrations and the check-in desk."""
