-- Data keys may be added; they are read one by one through actip.data_key.
GRANT INSERT ON public.vault_datakey TO actip_app;
