-- Functions that pages and actions ask; each applies the access test itself.
GRANT EXECUTE ON FUNCTION actip.reaching, actip.matter_history, actip.recently_opened, actip.due_first, actip.unnoted_first, actip.existence, actip.feed_page,
    actip.feed_count
    TO actip_app;
GRANT EXECUTE ON FUNCTION actip.reaches_slug TO actip_app, actip_report;
-- Asked by actip.guard_clock, about whoever writes.
GRANT EXECUTE ON FUNCTION actip.works_on_clock TO actip_app;
-- What an officer who leaves still holds: both ask who wants to know.
GRANT EXECUTE ON FUNCTION actip.still_owned, actip.discard_drafts TO actip_app;
