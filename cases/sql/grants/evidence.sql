-- What forbids to submit an item to court, and whether its custody is whole: both test reach themselves.
GRANT EXECUTE ON FUNCTION actip.evidence_fault, actip.custody_is_whole TO actip_app;
-- How much is in somebody's custody, for whoever may see her off.
GRANT EXECUTE ON FUNCTION actip.evidence_held_by TO actip_app;
