-- The application reads the trail through its policies and writes it through functions alone.
GRANT SELECT ON public.audit_event, public.audit_seal TO actip_app;
REVOKE ALL ON FUNCTION actip.audit, actip.audit_sign_in, actip.audit_row, actip.history FROM PUBLIC;
GRANT EXECUTE ON FUNCTION actip.audit, actip.audit_sign_in, actip.history TO actip_app;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA actip_private FROM PUBLIC;
