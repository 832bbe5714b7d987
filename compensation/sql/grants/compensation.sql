-- Asked by the guard of payments and by the step `pay`.
GRANT EXECUTE ON FUNCTION actip.residence_on, actip.approval_limit, actip.approval_needs, actip.ledger_difference, actip.orders_waiting,
    actip.pays, actip.runs_of TO actip_app;
-- What a run may gather, read by the guard of its items.
GRANT SELECT ON actip.payable TO actip_app;
-- What does not wait for whoever wrote the account.
GRANT SELECT ON actip.accounts_i_wrote TO actip_app;
-- The ledger is written by triggers on what it tells of, and by nobody else.
REVOKE ALL ON public.compensation_entry, public.compensation_line FROM actip_app, actip_report;
GRANT SELECT ON public.compensation_entry, public.compensation_line TO actip_app, actip_report;
REVOKE DELETE ON public.compensation_exchangerate, public.compensation_limit, public.compensation_delegation FROM actip_app;
REVOKE DELETE ON public.compensation_paymentrun, public.compensation_runitem FROM actip_app;
