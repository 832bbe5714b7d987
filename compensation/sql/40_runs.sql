-- Payment runs: seen by the money people of one agency, made in one's own name, of payments that were paid in that run.
ALTER TABLE public.compensation_paymentrun ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.compensation_runitem ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS see ON public.compensation_paymentrun;
CREATE POLICY see ON public.compensation_paymentrun FOR SELECT TO actip_app USING ((SELECT actip.is_system()) OR (
    agency_id = (SELECT actip.me_agency()) AND ((SELECT actip.may('FPY', 'pay')) OR (SELECT actip.may('FPY', 'read')))));
DROP POLICY IF EXISTS make ON public.compensation_paymentrun;
CREATE POLICY make ON public.compensation_paymentrun FOR INSERT TO actip_app WITH CHECK (
    (SELECT actip.may('FPY', 'pay')) AND agency_id = (SELECT actip.me_agency()) AND made_by_id = (SELECT actip.me_user()));
DROP POLICY IF EXISTS export ON public.compensation_paymentrun;
CREATE POLICY export ON public.compensation_paymentrun FOR UPDATE TO actip_app
    USING ((SELECT actip.may('FPY', 'pay')) AND agency_id = (SELECT actip.me_agency()));

DROP POLICY IF EXISTS see ON public.compensation_runitem;
CREATE POLICY see ON public.compensation_runitem FOR SELECT TO actip_app
    USING (EXISTS (SELECT FROM public.compensation_paymentrun r WHERE r.id = run_id));
DROP POLICY IF EXISTS make ON public.compensation_runitem;
CREATE POLICY make ON public.compensation_runitem FOR INSERT TO actip_app WITH CHECK (EXISTS (
    SELECT FROM public.compensation_paymentrun r WHERE r.id = run_id AND r.made_by_id = (SELECT actip.me_user())));
DROP POLICY IF EXISTS answer ON public.compensation_runitem;
CREATE POLICY answer ON public.compensation_runitem FOR UPDATE TO actip_app USING (EXISTS (
    SELECT FROM public.compensation_paymentrun r WHERE r.id = run_id) AND (SELECT actip.may('FPY', 'pay')));

CREATE OR REPLACE FUNCTION actip.guard_run() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF (NEW.id, NEW.key, NEW.agency_id, NEW.made_by_id, NEW.made_at, NEW.paid_on)
            IS DISTINCT FROM (OLD.id, OLD.key, OLD.agency_id, OLD.made_by_id, OLD.made_at, OLD.paid_on)
        OR NEW.exported_by_id IS DISTINCT FROM actip.me_user() THEN
        RAISE EXCEPTION 'a run stays as it was made' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER run_guard BEFORE UPDATE ON public.compensation_paymentrun
    FOR EACH ROW EXECUTE FUNCTION actip.guard_run();

CREATE OR REPLACE FUNCTION actip.guard_run_item() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT f.amount, f.payee_code INTO NEW.amount, NEW.payee_code
        FROM public.compensation_fundpayment f WHERE f.id = NEW.payment_id;
    END IF;
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' AND NEW.outcome = '' AND EXISTS (
            SELECT FROM public.compensation_fundpayment f JOIN public.compensation_paymentrun r ON r.id = NEW.run_id
            WHERE f.id = NEW.payment_id AND f.status = 'paid' AND f.paid_by_id = r.made_by_id AND f.paid_on = r.paid_on) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.outcome = '' AND NEW.outcome <> ''
            AND (NEW.run_id, NEW.payment_id, NEW.number, NEW.amount, NEW.payee_code)
                IS NOT DISTINCT FROM (OLD.run_id, OLD.payment_id, OLD.number, OLD.amount, OLD.payee_code) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a run holds what was paid in it, and the bank answers once' USING ERRCODE = '42501';
END $$;
CREATE OR REPLACE TRIGGER run_item_guard BEFORE INSERT OR UPDATE ON public.compensation_runitem
    FOR EACH ROW EXECUTE FUNCTION actip.guard_run_item();
