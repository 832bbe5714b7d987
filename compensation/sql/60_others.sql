-- State compensation, witness-protection costs and income: posted as they are decided, paid, entered.

-- Who enters an application and her decision signs in her own name; what was granted is the sum of its heads and then stays.
CREATE OR REPLACE FUNCTION actip.guard_state_application() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE me int := actip.me_user();
BEGIN
    IF NOT row_security_active(TG_RELID) OR actip.is_system() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.entered_by_id = me AND NEW.decided_by_id IS NULL AND NEW.paid_by_id IS NULL AND NEW.amount IS NULL
            AND NEW.payee_code = (SELECT m.number FROM public.access_matter m WHERE m.id = NEW.matter_id) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'an application is entered in one''s own name' USING ERRCODE = '42501';
    END IF;
    IF (NEW.person_id, NEW.payee_code, NEW.entered_by_id) IS DISTINCT FROM (OLD.person_id, OLD.payee_code, OLD.entered_by_id)
        OR (NEW.amount IS DISTINCT FROM OLD.amount AND NOT (NEW.status = 'granted' AND OLD.status <> 'granted'))
        OR ((NEW.paid_by_id, NEW.paid_at, NEW.paid_on) IS DISTINCT FROM (OLD.paid_by_id, OLD.paid_at, OLD.paid_on)
            AND NOT (NEW.status = 'paid' AND OLD.status IN ('granted', 'returned') AND NEW.paid_by_id = me))
        OR ((NEW.decided_by_id, NEW.decided_at) IS DISTINCT FROM (OLD.decided_by_id, OLD.decided_at) AND NEW.decided_by_id IS DISTINCT FROM me)
        OR (NEW.status = 'granted' AND OLD.status <> 'granted' AND NEW.decided_by_id IS DISTINCT FROM me)
        OR (NEW.status = 'paid' AND NEW.paid_by_id IS NULL) THEN
        RAISE EXCEPTION 'a decision and a payment are recorded by two people, each in their own name' USING ERRCODE = '42501';
    END IF;
    IF NEW.status = 'granted' AND OLD.status <> 'granted' AND NEW.amount IS DISTINCT FROM (
            SELECT sum(h.granted) FROM public.compensation_statehead h WHERE h.application_id = NEW.id) THEN
        RAISE EXCEPTION 'what is granted is the sum of its heads' USING ERRCODE = '23514', CONSTRAINT = 'state_sum_of_heads';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER state_guard BEFORE INSERT OR UPDATE ON public.compensation_stateapplication
    FOR EACH ROW EXECUTE FUNCTION actip.guard_state_application();

CREATE OR REPLACE FUNCTION actip.guard_state_head() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT FROM public.compensation_stateapplication a WHERE a.id IN (NEW.application_id, OLD.application_id)
               AND a.status IN ('granted', 'paid', 'reversed', 'returned'))
            AND NOT actip.is_system()
            AND (TG_OP = 'INSERT' OR (NEW.asked, NEW.granted, NEW.head, NEW.application_id)
                IS DISTINCT FROM (OLD.asked, OLD.granted, OLD.head, OLD.application_id)) THEN
        RAISE EXCEPTION 'what was granted stays' USING ERRCODE = '42501', CONSTRAINT = 'money_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER state_head_guard BEFORE INSERT OR UPDATE ON public.compensation_statehead
    FOR EACH ROW EXECUTE FUNCTION actip.guard_state_head();

-- An appeal against what was granted takes nothing away: refused, it leaves her what she had, and that is granted again.
CREATE OR REPLACE FUNCTION actip.grant_outlives_appeal() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'what was granted stands where the appeal is refused' USING ERRCODE = '23514', CONSTRAINT = 'state_grant_outlives_appeal';
END $$;
CREATE OR REPLACE TRIGGER grant_outlives_appeal BEFORE UPDATE OF status ON public.compensation_stateapplication
    FOR EACH ROW WHEN (NEW.status = 'appeal_refused' AND OLD.status <> 'appeal_refused' AND NEW.amount > 0)
    EXECUTE FUNCTION actip.grant_outlives_appeal();

-- Granted, appealed (the grant is undone until it is decided anew), paid, returned by the bank (the payment is undone, the grant
-- stands, and is paid again), reversed.
CREATE OR REPLACE FUNCTION actip.post_state() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    was text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.status ELSE '' END;
    granted text[] := ARRAY['granted', 'paid', 'reversed', 'returned'];
    paid text[] := ARRAY['paid', 'reversed', 'returned'];
    more jsonb := jsonb_build_object('category', NEW.offence_group);
BEGIN
    IF NEW.status = was THEN RETURN NULL; END IF;
    IF NEW.status = ANY (granted) AND was <> ALL (granted) THEN
        PERFORM actip_private.ledger_post(NEW.matter_id, 'state_comp', 'approval',
            coalesce(NEW.decided_on, actip_private.day_of(now())), 'state-applications', NEW.id, NEW.decided_by_id, '',
            actip_private.ledger_pair(NEW.amount, 'state.granted', 'state.payable', more));
    END IF;
    IF NEW.status = ANY (paid) AND was <> ALL (paid) OR NEW.status = 'paid' AND was = 'returned' THEN
        PERFORM actip_private.ledger_post(NEW.matter_id, 'state_comp', 'payment', NEW.paid_on, 'state-applications', NEW.id, NEW.paid_by_id, '',
            actip_private.ledger_pair(NEW.amount, 'state.payable', 'state.bank', more));
    END IF;
    IF NEW.status = 'reversed' OR (NEW.status = 'appealed' AND was = 'granted') THEN
        PERFORM actip_private.ledger_reverse(NEW.id, '', actip_private.day_of(now()), actip.me_user(), NEW.reverse_reason);
    ELSIF NEW.status = 'returned' THEN
        PERFORM actip_private.ledger_reverse(NEW.id, 'payment', actip_private.day_of(now()), actip.me_user(), NEW.return_reason);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER post_state AFTER INSERT OR UPDATE OF status ON public.compensation_stateapplication
    FOR EACH ROW EXECUTE FUNCTION actip.post_state();

-- Facts that are posted as they are entered: the two accounts follow from what it is.
CREATE OR REPLACE FUNCTION actip.post_fact() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n jsonb := to_jsonb(NEW); of_kind text := n ->> 'kind'; accounts text[]; day date;
BEGIN
    IF TG_OP = 'INSERT' AND TG_TABLE_NAME = 'compensation_witnesscost' THEN
        PERFORM actip_private.ledger_post(NEW.matter_id, 'witness', 'payment', (n ->> 'paid_on')::date, 'witness-costs', NEW.id,
            actip.me_user(), '', actip_private.ledger_pair((n ->> 'amount')::numeric, 'witness.costs', 'witness.bank',
                jsonb_build_object('category', n ->> 'head')));
    ELSIF TG_OP = 'INSERT' THEN
        day := (n ->> 'on_day')::date;
        accounts := CASE of_kind
            WHEN 'wage' THEN ARRAY['income.hers', 'income.wages', 'earning']
            WHEN 'sale' THEN ARRAY['income.hers', 'income.sales', 'earning']
            WHEN 'deduction' THEN ARRAY['income.deducted', 'income.hers', 'deduction']
            WHEN 'saving' THEN ARRAY['income.held', 'income.hers', 'saving']
            WHEN 'withdrawal' THEN ARRAY['income.hers', 'income.held', 'withdrawal'] END;
        PERFORM actip_private.ledger_post(NEW.matter_id, 'income', accounts[3], day, 'income-entries', NEW.id, actip.me_user(),
            n ->> 'explanation', actip_private.ledger_pair((n ->> 'amount')::numeric, accounts[1], accounts[2],
                jsonb_build_object('category', n ->> 'place', 'shelter', CASE n ->> 'place' WHEN 'in_shelter'
                    THEN actip_private.shelter_on((n ->> 'person_id')::uuid, day) END)));
    END IF;
    IF n ->> 'status' = 'reversed' AND (TG_OP = 'INSERT' OR to_jsonb(OLD) ->> 'status' <> 'reversed') THEN
        PERFORM actip_private.ledger_reverse(NEW.id, '', actip_private.day_of(now()), actip.me_user(), n ->> 'reverse_reason');
    END IF;
    IF of_kind = 'withdrawal' OR (of_kind = 'saving' AND TG_OP = 'UPDATE') THEN
        PERFORM actip.hold_root(NEW.matter_id);
        PERFORM FROM public.access_matter m WHERE m.id = NEW.matter_id FOR UPDATE;
        IF (SELECT coalesce(sum(l.debit) - sum(l.credit), 0) FROM public.compensation_line l
            WHERE l.matter_id = NEW.matter_id AND l.account = 'income.held') < 0 THEN
            RAISE EXCEPTION 'more would be paid out than is held for her' USING ERRCODE = '23514', CONSTRAINT = 'savings_cover_withdrawals';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER post_fact AFTER INSERT OR UPDATE OF status ON public.compensation_witnesscost
    FOR EACH ROW EXECUTE FUNCTION actip.post_fact();
CREATE OR REPLACE TRIGGER post_fact AFTER INSERT OR UPDATE OF status ON public.compensation_incomeentry
    FOR EACH ROW EXECUTE FUNCTION actip.post_fact();
