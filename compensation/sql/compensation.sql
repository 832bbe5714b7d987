-- Where the person of a payment lived on a day: from the placement in force. Answers for payments within reach only.
CREATE OR REPLACE FUNCTION actip.residence_on(of_payment uuid, on_day date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT coalesce((
        SELECT CASE WHEN p.kind IN ('government_long_term', 'children_family_home') THEN 'government_shelter'
                    WHEN p.kind = 'private_registered' THEN 'private_shelter' ELSE 'outside' END
        FROM public.victims_placement p
        WHERE p.person_id = f.person_id AND p.placed_on <= on_day AND (p.left_on IS NULL OR p.left_on >= on_day)
        ORDER BY p.placed_on DESC, p.id LIMIT 1), 'outside')
    FROM public.compensation_fundpayment f
    WHERE f.id = of_payment
      AND (actip.reaches(f.matter_id, 'FPY', 'pay') OR actip.reaches(f.matter_id, 'FPY', 'read'))
$$;

-- Three people, each in their own name, whatever code writes; what is approved or paid is not changed afterwards.
CREATE OR REPLACE FUNCTION actip.guard_payment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE me int := actip.me_user();
BEGIN
    IF NOT row_security_active(TG_RELID) OR actip.is_system() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.requested_by_id = me AND NEW.approved_by_id IS NULL AND NEW.paid_by_id IS NULL AND NEW.payee_code = (SELECT m.number FROM public.access_matter m WHERE m.id = NEW.matter_id) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a payment is requested in one''s own name' USING ERRCODE = '42501';
    END IF;
    IF (NEW.person_id, NEW.payee_code, NEW.requested_by_id, NEW.requested_at)
            IS DISTINCT FROM (OLD.person_id, OLD.payee_code, OLD.requested_by_id, OLD.requested_at)
        OR (OLD.status <> 'requested' AND (NEW.kind, NEW.amount, NEW.purpose) IS DISTINCT FROM (OLD.kind, OLD.amount, OLD.purpose))
        OR (NEW.status <> OLD.status AND (NEW.kind, NEW.amount, NEW.purpose) IS DISTINCT FROM (OLD.kind, OLD.amount, OLD.purpose))
        OR (NEW.status = 'approved' AND NEW.approved_by_id IS NULL) OR (NEW.status = 'paid' AND NEW.paid_by_id IS NULL)
        OR (NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id AND NOT (NEW.status = 'approved' AND OLD.status = 'requested' AND NEW.approved_by_id = me))
        OR (NEW.paid_by_id IS DISTINCT FROM OLD.paid_by_id AND NOT (NEW.status = 'paid' AND OLD.status = 'approved' AND NEW.paid_by_id = me))
        OR (OLD.status = 'paid' AND (NEW.paid_on, NEW.residence) IS DISTINCT FROM (OLD.paid_on, OLD.residence))
        OR (NEW.status = 'paid' AND OLD.status = 'approved' AND NEW.residence IS DISTINCT FROM actip.residence_on(NEW.id, NEW.paid_on))
        OR OLD.status IN ('refused', 'reversed') THEN
        RAISE EXCEPTION 'a payment is requested, approved and paid by three people, each in their own name' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER payment_guard BEFORE INSERT OR UPDATE ON public.compensation_fundpayment
    FOR EACH ROW EXECUTE FUNCTION actip.guard_payment();
