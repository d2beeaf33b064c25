"""The migrations, oldest first; each is run once per database and never edited after a release."""
