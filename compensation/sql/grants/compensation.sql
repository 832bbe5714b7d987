-- Asked by the guard of payments and by the step `pay`.
GRANT EXECUTE ON FUNCTION actip.residence_on, actip.approval_limit, actip.approval_needs, actip.ledger_difference, actip.orders_waiting TO actip_app;
-- The ledger is written by triggers on what it tells of, and by nobody else.
REVOKE ALL ON public.compensation_entry, public.compensation_line FROM actip_app, actip_report;
GRANT SELECT ON public.compensation_entry, public.compensation_line TO actip_app, actip_report;
REVOKE DELETE ON public.compensation_exchangerate, public.compensation_limit, public.compensation_delegation FROM actip_app;
REVOKE DELETE ON public.compensation_paymentrun, public.compensation_runitem FROM actip_app;
