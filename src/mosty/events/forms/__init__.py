"""Forms of the pages, and the questions of the registration form."""
