-- Posting Fund payments: what a payment came to follows its state, whoever moved it.

-- The shelter where the person of a matter lived on a day, for the line of a payment.
CREATE OR REPLACE FUNCTION actip_private.shelter_on(of_person uuid, on_day date) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT p.shelter_id FROM public.victims_placement p
    WHERE p.person_id IN (SELECT actip_private.same_person(of_person)) AND p.placed_on <= on_day AND (p.left_on IS NULL OR p.left_on >= on_day)
    ORDER BY p.placed_on DESC, p.id LIMIT 1
$$;

CREATE OR REPLACE FUNCTION actip_private.day_of(moment timestamptz) RETURNS date
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$ SELECT (moment AT TIME ZONE 'Asia/Bangkok')::date $$;

CREATE OR REPLACE FUNCTION actip_private.post_approval(f public.compensation_fundpayment) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT actip_private.ledger_post(f.matter_id, 'fund', 'approval', actip_private.day_of(coalesce(f.second_at, f.approved_at)),
        'fund-payments', f.id, coalesce(f.second_by_id, f.approved_by_id), f.over_reason,
        actip_private.ledger_pair(f.amount, 'fund.help', 'fund.payable', jsonb_build_object('category', f.kind)))
$$;

CREATE OR REPLACE FUNCTION actip_private.post_payment(f public.compensation_fundpayment) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT actip_private.ledger_post(f.matter_id, 'fund', 'payment', f.paid_on, 'fund-payments', f.id, f.paid_by_id, '',
        actip_private.ledger_pair(f.amount, 'fund.payable', 'fund.bank', jsonb_build_object('category', f.kind,
            'residence', f.residence, 'shelter', actip_private.shelter_on(f.person_id, f.paid_on))))
$$;

CREATE OR REPLACE FUNCTION actip.post_fund_payment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    was text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.status ELSE '' END;
    approved text[] := ARRAY['approved', 'paid', 'receipted', 'reversed', 'returned'];
    paid text[] := ARRAY['paid', 'receipted', 'reversed', 'returned'];
    undone text[] := ARRAY['reversed', 'returned'];
    today date := actip_private.day_of(now());
BEGIN
    IF NEW.status = was THEN RETURN NULL; END IF;
    IF NEW.status = ANY (approved) AND was <> ALL (approved) THEN
        PERFORM actip_private.post_approval(NEW);
    END IF;
    IF NEW.status = ANY (paid) AND was <> ALL (paid) THEN
        PERFORM actip_private.post_payment(NEW);
    END IF;
    IF (NEW.status = ANY (undone) AND was <> ALL (undone)) OR (NEW.status = 'refused' AND was = 'approved') THEN
        PERFORM actip_private.ledger_reverse(NEW.id, '', today, actip.me_user(),
            concat(NEW.reverse_reason, NEW.return_reason, CASE NEW.status WHEN 'refused' THEN NEW.refuse_reason END));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER post_fund_payment AFTER INSERT OR UPDATE OF status ON public.compensation_fundpayment
    FOR EACH ROW EXECUTE FUNCTION actip.post_fund_payment();
