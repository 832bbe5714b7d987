-- Who works where, in which role, and which programs may call: every change is an event, whichever way it was made.
-- Passed over: what a person changes about herself by using the program.
SELECT actip_private.audit_attach('public.accounts_agency', 'agencies', 'USR', '');
SELECT actip_private.audit_attach('public.accounts_user', 'users', 'USR', '', 'last_login,sessions,language,shortcuts');
SELECT actip_private.audit_attach('public.accounts_apiclient', 'api-clients', 'USR', '');
SELECT actip_private.audit_attach('public.accounts_rolechange', 'role-changes', 'USR', '');
