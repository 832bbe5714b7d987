-- Repeated requests belong to whoever made them.
ALTER TABLE public.records_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own ON public.records_request;
CREATE POLICY own ON public.records_request TO actip_app
    USING (user_id = (SELECT actip.me_user())) WITH CHECK (user_id = (SELECT actip.me_user()));
