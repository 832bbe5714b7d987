-- Payment runs: seen by the money people of one agency, made in one's own name by an agency that pays this regime, of payments that
-- were paid in that run.

-- What a run may gather, filled from compensation/payables.py by `manage.py secure`; nobody but the owner writes it.
CREATE TABLE IF NOT EXISTS actip.payable (
    regime text PRIMARY KEY,
    code text NOT NULL,
    tab text NOT NULL,
    link text NOT NULL,
    payers text[] NOT NULL
);

-- Does the person's agency pay this regime, and may her role pay such records?
CREATE OR REPLACE FUNCTION actip.pays(of_regime text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM actip.payable p JOIN public.accounts_agency a ON a.kind = ANY (p.payers)
                   WHERE p.regime = of_regime AND a.id = actip.me_agency() AND actip.may(p.code, 'pay'))
$$;
-- The regimes whose runs the person may see, of her own agency: those that it pays through her, and those whose records she reads.
CREATE OR REPLACE FUNCTION actip.runs_of() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT coalesce(array_agg(p.regime), '{}') FROM actip.payable p WHERE actip.pays(p.regime) OR actip.may(p.code, 'read')
$$;

ALTER TABLE public.compensation_paymentrun ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.compensation_runitem ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS see ON public.compensation_paymentrun;
CREATE POLICY see ON public.compensation_paymentrun FOR SELECT TO actip_app USING ((SELECT actip.is_system()) OR (
    agency_id = (SELECT actip.me_agency()) AND regime = ANY ((SELECT actip.runs_of())::text[])));
DROP POLICY IF EXISTS make ON public.compensation_paymentrun;
CREATE POLICY make ON public.compensation_paymentrun FOR INSERT TO actip_app WITH CHECK (
    actip.pays(regime) AND agency_id = (SELECT actip.me_agency()) AND made_by_id = (SELECT actip.me_user()));
DROP POLICY IF EXISTS export ON public.compensation_paymentrun;
CREATE POLICY export ON public.compensation_paymentrun FOR UPDATE TO actip_app
    USING (actip.pays(regime) AND agency_id = (SELECT actip.me_agency()));

DROP POLICY IF EXISTS see ON public.compensation_runitem;
CREATE POLICY see ON public.compensation_runitem FOR SELECT TO actip_app
    USING (EXISTS (SELECT FROM public.compensation_paymentrun r WHERE r.id = run_id));
DROP POLICY IF EXISTS make ON public.compensation_runitem;
CREATE POLICY make ON public.compensation_runitem FOR INSERT TO actip_app WITH CHECK (EXISTS (
    SELECT FROM public.compensation_paymentrun r WHERE r.id = run_id AND r.made_by_id = (SELECT actip.me_user())));
DROP POLICY IF EXISTS answer ON public.compensation_runitem;
CREATE POLICY answer ON public.compensation_runitem FOR UPDATE TO actip_app USING (EXISTS (
    SELECT FROM public.compensation_paymentrun r WHERE r.id = run_id AND actip.pays(r.regime)));

CREATE OR REPLACE FUNCTION actip.guard_run() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF (NEW.id, NEW.key, NEW.regime, NEW.agency_id, NEW.made_by_id, NEW.made_at, NEW.paid_on)
            IS DISTINCT FROM (OLD.id, OLD.key, OLD.regime, OLD.agency_id, OLD.made_by_id, OLD.made_at, OLD.paid_on)
        OR NEW.exported_by_id IS DISTINCT FROM actip.me_user() THEN
        RAISE EXCEPTION 'a run stays as it was made' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER run_guard BEFORE UPDATE ON public.compensation_paymentrun
    FOR EACH ROW EXECUTE FUNCTION actip.guard_run();

CREATE OR REPLACE FUNCTION actip.guard_run_item() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    r public.compensation_paymentrun;
    p actip.payable;
    is_paid_here boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT * INTO r FROM public.compensation_paymentrun WHERE id = NEW.run_id;
        SELECT * INTO p FROM actip.payable WHERE regime = r.regime;
        IF to_jsonb(NEW) ->> p.link IS NULL THEN  -- whoever writes: another regime is another payer, and another file
            RAISE EXCEPTION 'a run holds payments of its regime' USING ERRCODE = '23514', CONSTRAINT = 'run_of_one_regime';
        END IF;
        EXECUTE format('SELECT amount, payee_code, status = ''paid'' AND paid_by_id = $2 AND paid_on = $3 FROM public.%I WHERE id = $1',
                p.tab)
            INTO NEW.amount, NEW.payee_code, is_paid_here USING (to_jsonb(NEW) ->> p.link)::uuid, r.made_by_id, r.paid_on;
    END IF;
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' AND NEW.outcome = '' AND is_paid_here THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.outcome = '' AND NEW.outcome = 'paid'
            AND (NEW.run_id, NEW.payment_id, NEW.application_id, NEW.number, NEW.amount, NEW.payee_code)
                IS NOT DISTINCT FROM (OLD.run_id, OLD.payment_id, OLD.application_id, OLD.number, OLD.amount, OLD.payee_code) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a run holds what was paid in it, and the bank answers once' USING ERRCODE = '42501';
END $$;
CREATE OR REPLACE TRIGGER run_item_guard BEFORE INSERT OR UPDATE ON public.compensation_runitem
    FOR EACH ROW EXECUTE FUNCTION actip.guard_run_item();

-- What the bank returned is returned on its line too, whether the bank's file said so or somebody by hand: a line that waits is
-- always of a payment that stands.
CREATE OR REPLACE FUNCTION actip.run_item_returned() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.compensation_runitem SET outcome = 'returned', reason = NEW.return_reason, answered_at = now()
    WHERE outcome = '' AND NEW.id IN (payment_id, application_id);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER run_item_returned AFTER UPDATE OF status ON public.compensation_fundpayment
    FOR EACH ROW WHEN (NEW.status = 'returned' AND OLD.status <> 'returned') EXECUTE FUNCTION actip.run_item_returned();
CREATE OR REPLACE TRIGGER run_item_returned AFTER UPDATE OF status ON public.compensation_stateapplication
    FOR EACH ROW WHEN (NEW.status = 'returned' AND OLD.status <> 'returned') EXECUTE FUNCTION actip.run_item_returned();
