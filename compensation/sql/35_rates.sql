-- Exchange rates are public; the system loads them.
ALTER TABLE public.compensation_exchangerate ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS see ON public.compensation_exchangerate;
CREATE POLICY see ON public.compensation_exchangerate FOR SELECT TO actip_app, actip_report USING (true);
DROP POLICY IF EXISTS load ON public.compensation_exchangerate;
CREATE POLICY load ON public.compensation_exchangerate TO actip_app
    USING ((SELECT actip.is_system())) WITH CHECK ((SELECT actip.is_system()));
