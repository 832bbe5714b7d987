"""Counts of attempts need no crash safety: without a write-ahead log they cost the request next to nothing."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE accounts_bucket SET UNLOGGED",
            "ALTER TABLE accounts_bucket SET LOGGED",
        )
    ]
