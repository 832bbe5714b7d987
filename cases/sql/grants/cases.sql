-- Batches and tips are written by actip.take_in alone; the staging table takes rows and shows none.
REVOKE INSERT, UPDATE, DELETE ON cases_intakebatch FROM actip_app;
REVOKE INSERT, DELETE ON cases_tip FROM actip_app;
GRANT INSERT ON actip.staged_tip TO actip_app;
REVOKE ALL ON FUNCTION actip.take_in, actip.same_reporter FROM PUBLIC;
GRANT EXECUTE ON FUNCTION actip.take_in, actip.same_reporter TO actip_app;
-- The offence catalogue lasts: charges name its rows.
REVOKE DELETE ON public.cases_offence FROM actip_app;
GRANT SELECT ON public.cases_offence TO actip_report;
-- Asked by the guard of remands and by the effect that starts the ceiling's clock.
GRANT EXECUTE ON FUNCTION actip.remand_rule TO actip_app;
-- Asked by the policies of the records about officials.
GRANT EXECUTE ON FUNCTION actip.concerns_me TO actip_app, actip_report;
-- Tests reach at both ends itself.
REVOKE ALL ON FUNCTION actip.case_links FROM PUBLIC;
GRANT EXECUTE ON FUNCTION actip.case_links TO actip_app;
