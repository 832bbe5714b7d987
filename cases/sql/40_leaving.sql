-- Evidence stays with its custodian until somebody has signed for it: her account is not closed before.
CREATE OR REPLACE FUNCTION actip.evidence_held_by(of_user bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT count(*) FROM public.cases_evidence e WHERE e.custodian_id = of_user AND e.status = 'held' AND actip.may_see_off(of_user)
$$;

CREATE OR REPLACE FUNCTION actip.custodian_leaves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM public.cases_evidence e WHERE e.custodian_id = NEW.id AND e.status = 'held') THEN
        RAISE EXCEPTION 'this person is the custodian of evidence: it is handed over first'
            USING ERRCODE = '23514', CONSTRAINT = 'user_still_owns';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER user_leaves_evidence BEFORE UPDATE OF is_active ON public.accounts_user
    FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION actip.custodian_leaves();
