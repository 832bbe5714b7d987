-- Functions that pages and actions ask; each applies the access test itself.
GRANT EXECUTE ON FUNCTION actip.reaching, actip.matter_history, actip.recently_opened, actip.existence TO actip_app;
GRANT EXECUTE ON FUNCTION actip.reaches_slug TO actip_app, actip_report;
