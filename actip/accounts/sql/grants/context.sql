-- A dump leaves out the key that signs who is acting (docs/backup.md), so that a dump alone makes nobody act; `manage.py secure`
-- writes it again. A dump that does not leave it out fails here.
REVOKE ALL ON actip_private.context_key FROM actip_backup;
