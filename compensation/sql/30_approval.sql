-- Limits, delegations, and three people (or four) behind every payment.

-- The newest row in force of one measure for everybody or for one approver; NULL where nothing is known.
CREATE OR REPLACE FUNCTION actip_private.limit_row(of_regime text, of_kind text, of_measure text, of_user bigint, on_day date)
RETURNS public.compensation_limit LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT l FROM public.compensation_limit l
    WHERE l.regime = of_regime AND l.kind IN ('', of_kind) AND l.measure = of_measure AND l.is_active
      AND (l.approver_id IS NULL OR l.approver_id = of_user)
      AND l.valid_from <= on_day AND coalesce(l.valid_to, 'infinity'::date) >= on_day
    ORDER BY l.approver_id NULLS LAST, l.kind DESC, l.valid_from DESC LIMIT 1
$$;

-- Whether an amount is within what a user may approve alone: by her own limit, or by one that is delegated to her that day by
-- a colleague who approves herself: nobody lends what she has lost.
CREATE OR REPLACE FUNCTION actip.approval_limit(of_user bigint, of_regime text, of_kind text, amount numeric, on_day date)
RETURNS TABLE (limit_id bigint, behind bigint, exceeded boolean, too_much boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    own public.compensation_limit := actip_private.limit_row(of_regime, of_kind, 'alone', of_user, on_day);
    top public.compensation_limit := actip_private.limit_row(of_regime, of_kind, 'ceiling', NULL, on_day);
    two public.compensation_limit := actip_private.limit_row(of_regime, of_kind, 'two', NULL, on_day);
    lent public.compensation_limit;
    d record;
BEGIN
    limit_id := own.id;
    exceeded := coalesce(amount > own.amount, false);
    IF exceeded THEN
        FOR d IN SELECT g.giver_id FROM public.compensation_delegation g
                 JOIN public.accounts_user a ON a.id = g.giver_id JOIN public.accounts_user b ON b.id = g.taker_id
                 WHERE g.taker_id = of_user AND on_day BETWEEN g.starts_on AND g.ends_on AND g.ended_at IS NULL
                   AND a.agency_id = b.agency_id AND a.is_active
                   AND EXISTS (SELECT FROM actip.matrix m WHERE m.role = a.role AND m.code = 'FPY' AND m.verb = 'approve')
                 ORDER BY g.giver_id LOOP
            lent := actip_private.limit_row(of_regime, of_kind, 'alone', d.giver_id, on_day);
            IF lent.id IS NULL OR amount <= lent.amount THEN
                limit_id := lent.id;
                behind := d.giver_id;
                exceeded := false;
                EXIT;
            END IF;
        END LOOP;
    END IF;
    IF amount > top.amount THEN
        limit_id := top.id;
        exceeded := true;
    END IF;
    too_much := coalesce(amount > two.amount, false);
    IF too_much THEN
        limit_id := two.id;
        exceeded := true;
    END IF;
    RETURN NEXT;
END $$;

-- Whether an amount needs a step before approval: documents checked (`check`) or a recommendation (`advise`). No row: it does not.
CREATE OR REPLACE FUNCTION actip.approval_needs(step text, of_kind text, amount numeric, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT coalesce(amount > (actip_private.limit_row('fund', of_kind, step, NULL, on_day)).amount, false)
$$;

-- Three people, each in their own name, whatever code writes; over a limit four. What is approved or paid is not changed
-- afterwards. The amounts in force on the day of approval decide, and the row that decided is kept on the payment.
CREATE OR REPLACE FUNCTION actip.guard_payment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    me int := actip.me_user();
    waiting text[] := ARRAY['requested', 'checked', 'recommended'];
    today date;
    may record;
BEGIN
    IF NOT row_security_active(TG_RELID) OR actip.is_system() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.requested_by_id = me AND NEW.approved_by_id IS NULL AND NEW.paid_by_id IS NULL AND NEW.second_by_id IS NULL
            AND NEW.checked_by_id IS NULL AND NEW.recommended_by_id IS NULL
            AND NEW.payee_code = (SELECT m.number FROM public.access_matter m WHERE m.id = NEW.matter_id) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a payment is requested in one''s own name' USING ERRCODE = '42501';
    END IF;
    IF (NEW.person_id, NEW.payee_code, NEW.requested_by_id, NEW.requested_at)
            IS DISTINCT FROM (OLD.person_id, OLD.payee_code, OLD.requested_by_id, OLD.requested_at)
        OR ((OLD.status <> 'requested' OR NEW.status <> OLD.status)
            AND (NEW.kind, NEW.amount, NEW.purpose) IS DISTINCT FROM (OLD.kind, OLD.amount, OLD.purpose))
        OR (NEW.status = 'approved' AND NEW.approved_by_id IS NULL) OR (NEW.status = 'paid' AND NEW.paid_by_id IS NULL)
        OR ((NEW.approved_by_id, NEW.approved_at, NEW.approved_for_id, NEW.limit_id, NEW.approved_role, NEW.over_reason)
                IS DISTINCT FROM (OLD.approved_by_id, OLD.approved_at, OLD.approved_for_id, OLD.limit_id, OLD.approved_role, OLD.over_reason)
            AND NOT (NEW.status IN ('half_approved', 'approved') AND OLD.status = ANY (waiting) AND NEW.approved_by_id = me))
        OR ((NEW.checked_by_id, NEW.checked_at) IS DISTINCT FROM (OLD.checked_by_id, OLD.checked_at)
            AND NOT (NEW.status = 'checked' AND OLD.status = 'requested' AND NEW.checked_by_id = me)
            AND NOT (NEW.status = 'requested' AND NEW.checked_by_id IS NULL))
        OR ((NEW.recommended_by_id, NEW.recommended_at) IS DISTINCT FROM (OLD.recommended_by_id, OLD.recommended_at)
            AND NOT (NEW.status = 'recommended' AND OLD.status IN ('requested', 'checked') AND NEW.recommended_by_id = me)
            AND NOT (NEW.status = 'requested' AND NEW.recommended_by_id IS NULL))
        OR (NEW.status = 'checked' AND NEW.checked_by_id IS NULL) OR (NEW.status = 'recommended' AND NEW.recommended_by_id IS NULL)
        OR ((NEW.second_by_id, NEW.second_at) IS DISTINCT FROM (OLD.second_by_id, OLD.second_at)
            AND NOT (NEW.status = 'approved' AND OLD.status = 'half_approved' AND NEW.second_by_id = me))
        OR (OLD.status = 'half_approved' AND NEW.status = 'approved' AND NEW.second_by_id IS NULL)
        OR ((NEW.paid_by_id, NEW.paid_at) IS DISTINCT FROM (OLD.paid_by_id, OLD.paid_at)
            AND NOT (NEW.status = 'paid' AND OLD.status = 'approved' AND NEW.paid_by_id = me))
        OR (OLD.paid_at IS NOT NULL AND (NEW.paid_on, NEW.residence) IS DISTINCT FROM (OLD.paid_on, OLD.residence))
        OR (NEW.status = 'paid' AND OLD.status = 'approved' AND NEW.residence IS DISTINCT FROM actip.residence_on(NEW.id, NEW.paid_on))
        OR OLD.status IN ('refused', 'reversed', 'returned') THEN
        RAISE EXCEPTION 'a payment is requested, approved and paid by three people, each in their own name' USING ERRCODE = '42501';
    END IF;
    IF OLD.status = ANY (waiting) AND NEW.status IN ('half_approved', 'approved') THEN
        today := (now() AT TIME ZONE 'Asia/Bangkok')::date;
        IF (NEW.checked_by_id IS NULL AND actip.approval_needs('check', NEW.kind, NEW.amount, today))
            OR (NEW.recommended_by_id IS NULL AND actip.approval_needs('advise', NEW.kind, NEW.amount, today)) THEN
            RAISE EXCEPTION 'above this amount documents are checked, or somebody recommends, first'
                USING ERRCODE = '23514', CONSTRAINT = 'payment_steps_made';
        END IF;
        SELECT * INTO may FROM actip.approval_limit(me, 'fund', NEW.kind, NEW.amount, today);
        IF may.too_much OR (may.exceeded AND NEW.status = 'approved') THEN
            RAISE EXCEPTION 'over the limit a second person approves, with a reason'
                USING ERRCODE = '23514', CONSTRAINT = 'payment_within_limit';
        END IF;
        IF (NEW.limit_id, NEW.approved_for_id, NEW.approved_role) IS DISTINCT FROM (may.limit_id, may.behind, actip.me_role()) THEN
            RAISE EXCEPTION 'an approval keeps the limit that it was given under' USING ERRCODE = '42501';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER payment_guard BEFORE INSERT OR UPDATE ON public.compensation_fundpayment
    FOR EACH ROW EXECUTE FUNCTION actip.guard_payment();

-- Limits are loaded by the system; a delegation is given in one's own name to a colleague who may approve as well.
ALTER TABLE public.compensation_limit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS see ON public.compensation_limit;
CREATE POLICY see ON public.compensation_limit FOR SELECT TO actip_app, actip_report USING (true);
DROP POLICY IF EXISTS load ON public.compensation_limit;
CREATE POLICY load ON public.compensation_limit TO actip_app
    USING ((SELECT actip.is_system())) WITH CHECK ((SELECT actip.is_system()));

ALTER TABLE public.compensation_delegation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS see ON public.compensation_delegation;
CREATE POLICY see ON public.compensation_delegation FOR SELECT TO actip_app USING ((SELECT actip.is_system()) OR (
    (SELECT actip.may('FPY', 'read')) AND (SELECT u.agency_id FROM public.accounts_user u WHERE u.id = giver_id) = (SELECT actip.me_agency())));
DROP POLICY IF EXISTS give ON public.compensation_delegation;
CREATE POLICY give ON public.compensation_delegation FOR INSERT TO actip_app
    WITH CHECK ((SELECT actip.may('FPY', 'approve')) AND giver_id = (SELECT actip.me_user()));
DROP POLICY IF EXISTS finish ON public.compensation_delegation;
CREATE POLICY finish ON public.compensation_delegation FOR UPDATE TO actip_app
    USING (giver_id = (SELECT actip.me_user())) WITH CHECK (giver_id = (SELECT actip.me_user()));

CREATE OR REPLACE FUNCTION actip.guard_delegation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND ((to_jsonb(NEW) - 'ended_at') IS DISTINCT FROM (to_jsonb(OLD) - 'ended_at') OR OLD.ended_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a delegation is ended, never changed' USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'INSERT' AND NOT EXISTS (
            SELECT FROM public.accounts_user g JOIN public.accounts_user t ON t.agency_id = g.agency_id
            JOIN actip.matrix m ON m.role = t.role AND m.code = 'FPY' AND m.verb = 'approve'
            WHERE g.id = NEW.giver_id AND t.id = NEW.taker_id AND t.is_active) THEN
        RAISE EXCEPTION 'a delegation goes to a colleague who approves as well' USING ERRCODE = '23514', CONSTRAINT = 'delegation_to_colleague';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER delegation_guard BEFORE INSERT OR UPDATE ON public.compensation_delegation
    FOR EACH ROW EXECUTE FUNCTION actip.guard_delegation();

-- A request that is sent back loses what was checked and recommended of it: that was another one. After guard_row, which
-- lets nobody take a stamp away by hand.
CREATE OR REPLACE FUNCTION actip.payment_begins_again() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    NEW.checked_by_id := NULL;
    NEW.checked_at := NULL;
    NEW.recommended_by_id := NULL;
    NEW.recommended_at := NULL;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER zz_begins_again BEFORE UPDATE OF status ON public.compensation_fundpayment
    FOR EACH ROW WHEN (OLD.status IN ('checked', 'recommended') AND NEW.status = 'requested')
    EXECUTE FUNCTION actip.payment_begins_again();
