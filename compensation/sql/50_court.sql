-- Court money: claims, orders, changes and receipts are posted as they are recorded; what came never passes what is owed
-- unless it was recorded why.

-- What was entered stays: arguments name the columns that never change after entry.
CREATE OR REPLACE FUNCTION actip.money_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE col text;
BEGIN
    FOREACH col IN ARRAY TG_ARGV LOOP
        IF to_jsonb(NEW) ->> col IS DISTINCT FROM to_jsonb(OLD) ->> col THEN
            RAISE EXCEPTION 'money on record is reversed, never changed' USING ERRCODE = '42501', CONSTRAINT = 'money_stays';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER money_stays BEFORE UPDATE ON public.compensation_order FOR EACH ROW
    EXECUTE FUNCTION actip.money_stays('claim_id', 'suspect_id', 'ordered_on', 'amount', 'punitive', 'is_joint', 'same_debt_as_id');
CREATE OR REPLACE TRIGGER money_stays BEFORE UPDATE ON public.compensation_orderchange FOR EACH ROW
    EXECUTE FUNCTION actip.money_stays('order_id', 'kind', 'on_day', 'amount');
CREATE OR REPLACE TRIGGER money_stays BEFORE UPDATE ON public.compensation_receipt FOR EACH ROW
    EXECUTE FUNCTION actip.money_stays('order_id', 'received_on', 'amount', 'source');
CREATE OR REPLACE TRIGGER money_stays BEFORE UPDATE ON public.compensation_witnesscost FOR EACH ROW
    EXECUTE FUNCTION actip.money_stays('person_id', 'head', 'paid_on', 'amount');
CREATE OR REPLACE TRIGGER money_stays BEFORE UPDATE ON public.compensation_incomeentry FOR EACH ROW
    EXECUTE FUNCTION actip.money_stays('person_id', 'kind', 'place', 'on_day', 'amount');

-- Heads of a claim are posted when the claim is filed, or at once when it is filed already; posted, they stay.
CREATE OR REPLACE FUNCTION actip_private.post_head(h public.compensation_claimhead, on_day date) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT actip_private.ledger_post(h.matter_id, 'court', 'claim', on_day, 'claim-heads', h.id, actip.me_user(), '',
        actip_private.ledger_pair(h.amount, 'court.asked', 'court.claims', jsonb_build_object('category', h.head)))
$$;
CREATE OR REPLACE FUNCTION actip.post_head() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c public.compensation_claim;
BEGIN
    SELECT * INTO c FROM public.compensation_claim WHERE id = NEW.claim_id;
    IF TG_OP = 'INSERT' AND c.claimed_on IS NOT NULL AND c.status NOT IN ('not_informed', 'informed', 'wish_claim', 'declined', 'claim_prepared') THEN
        PERFORM actip_private.post_head(NEW, c.claimed_on);
    ELSIF TG_OP = 'UPDATE' AND NEW.status = 'withdrawn' AND OLD.status = 'stands' THEN
        PERFORM actip_private.ledger_reverse(NEW.id, '', actip_private.day_of(now()), actip.me_user(), NEW.withdraw_reason);
    ELSIF TG_OP = 'UPDATE' AND (NEW.amount, NEW.head, NEW.claim_id) IS DISTINCT FROM (OLD.amount, OLD.head, OLD.claim_id)
            AND EXISTS (SELECT FROM public.compensation_entry e WHERE e.record_id = NEW.id) THEN
        RAISE EXCEPTION 'a head that was claimed is withdrawn, never changed' USING ERRCODE = '42501', CONSTRAINT = 'money_stays';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER post_head AFTER INSERT OR UPDATE ON public.compensation_claimhead
    FOR EACH ROW EXECUTE FUNCTION actip.post_head();

CREATE OR REPLACE FUNCTION actip.post_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM actip_private.post_head(h, NEW.claimed_on) FROM public.compensation_claimhead h
    WHERE h.claim_id = NEW.id AND h.status = 'stands' ORDER BY h.id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER post_claim AFTER UPDATE OF status ON public.compensation_claim
    FOR EACH ROW WHEN (OLD.status = 'claim_prepared' AND NEW.status = 'claimed') EXECUTE FUNCTION actip.post_claim();

-- What is still owed under an order, in THB: the same sum as the model's `outstanding`.
CREATE OR REPLACE FUNCTION actip_private.owed(of_order uuid) RETURNS numeric
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT CASE WHEN o.status = 'overturned' OR o.same_debt_as_id IS NOT NULL THEN 0 ELSE o.amount END
        + coalesce((SELECT sum(CASE c.kind WHEN 'write_off' THEN -c.amount ELSE c.amount END)
                    FROM public.compensation_orderchange c WHERE c.order_id = o.id AND c.status = 'stands'), 0)
        - coalesce((SELECT sum(r.amount) FROM public.compensation_receipt r WHERE r.order_id = o.id AND r.status = 'received'), 0)
    FROM public.compensation_order o WHERE o.id = of_order
$$;

-- Nothing comes beyond what is owed, unless it is on record why (`more_received`). One writer at a time for each order.
CREATE OR REPLACE FUNCTION actip_private.order_holds(of_order uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o public.compensation_order; rest numeric; last_step date;
BEGIN
    SELECT * INTO o FROM public.compensation_order WHERE id = of_order FOR UPDATE;
    rest := actip_private.owed(of_order);
    IF rest < 0 THEN
        RAISE EXCEPTION 'more would be received than is owed' USING ERRCODE = '23514', CONSTRAINT = 'receipt_not_above_ordered';
    END IF;
    IF o.status = 'overturned' AND EXISTS (SELECT FROM public.compensation_orderchange c WHERE c.order_id = of_order
            AND c.status = 'stands' AND c.kind <> 'more_received') THEN
        RAISE EXCEPTION 'what changed an order goes with it' USING ERRCODE = '23514', CONSTRAINT = 'order_overturned_whole';
    END IF;
    IF rest > 0 AND o.status <> 'overturned' THEN
        SELECT greatest(coalesce(o.final_on, o.ordered_on),
            (SELECT max(s.on_day) FROM public.compensation_executionstep s WHERE s.order_id = of_order),
            (SELECT max(r.received_on) FROM public.compensation_receipt r WHERE r.order_id = of_order AND r.status = 'received'))
        INTO last_step;
    END IF;
    UPDATE public.compensation_order SET waiting_since = last_step WHERE id = of_order AND waiting_since IS DISTINCT FROM last_step;
END $$;

CREATE OR REPLACE FUNCTION actip.post_order() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE first public.compensation_order;
BEGIN
    IF TG_OP = 'INSERT' AND NEW.same_debt_as_id IS NOT NULL THEN
        SELECT * INTO first FROM public.compensation_order WHERE id = NEW.same_debt_as_id FOR UPDATE;
        IF (first.claim_id, first.amount, first.is_joint) IS DISTINCT FROM (NEW.claim_id, NEW.amount, true) OR first.same_debt_as_id IS NOT NULL THEN
            RAISE EXCEPTION 'a shared debt is the same debt' USING ERRCODE = '23514', CONSTRAINT = 'order_shares_one_debt';
        END IF;
        IF first.status = 'overturned' THEN
            RAISE EXCEPTION 'nobody owes an overturned debt' USING ERRCODE = '23514', CONSTRAINT = 'order_shares_a_debt_that_stands';
        END IF;
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        PERFORM actip_private.ledger_post(NEW.matter_id, 'court', 'order', NEW.ordered_on, 'orders', NEW.id, actip.me_user(), '',
            jsonb_build_array(
                jsonb_build_object('account', 'court.owed', 'debit', NEW.amount, 'suspect', NEW.suspect_id),
                jsonb_build_object('account', 'court.ordered', 'credit', NEW.amount - NEW.punitive, 'suspect', NEW.suspect_id),
                jsonb_build_object('account', 'court.punitive', 'credit', NEW.punitive, 'suspect', NEW.suspect_id)));
    END IF;
    IF NEW.status = 'overturned' AND (TG_OP = 'INSERT' OR OLD.status <> 'overturned') THEN
        IF EXISTS (SELECT FROM public.compensation_order s WHERE s.same_debt_as_id = NEW.id AND s.status <> 'overturned') THEN
            RAISE EXCEPTION 'others still owe this debt' USING ERRCODE = '23514', CONSTRAINT = 'order_others_owe_it';
        END IF;
        PERFORM actip_private.ledger_reverse(NEW.id, '', NEW.overturned_on, actip.me_user(), NEW.overturn_reason);
    END IF;
    IF NEW.same_debt_as_id IS NULL THEN PERFORM actip_private.order_holds(NEW.id); END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER post_order AFTER INSERT OR UPDATE OF status ON public.compensation_order
    FOR EACH ROW EXECUTE FUNCTION actip.post_order();

-- Changes, steps and receipts hang on the first order of a debt; each leaves the order in order.
CREATE OR REPLACE FUNCTION actip.post_on_order() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o public.compensation_order; n jsonb := to_jsonb(NEW); of_kind text := to_jsonb(NEW) ->> 'kind'; more jsonb; pair jsonb;
BEGIN
    SELECT * INTO o FROM public.compensation_order WHERE id = NEW.order_id FOR UPDATE;
    IF o.same_debt_as_id IS NOT NULL AND TG_TABLE_NAME <> 'compensation_executionstep' THEN
        RAISE EXCEPTION 'recorded on the first order of a debt' USING ERRCODE = '23514', CONSTRAINT = 'on_the_first_order';
    END IF;
    more := jsonb_build_object('suspect', o.suspect_id, 'category', coalesce(n ->> 'source', of_kind));
    IF TG_OP = 'INSERT' AND TG_TABLE_NAME = 'compensation_receipt' THEN
        PERFORM actip_private.ledger_post(NEW.matter_id, 'court', 'receipt', (n ->> 'received_on')::date, 'receipts', NEW.id,
            actip.me_user(), '', actip_private.ledger_pair((n ->> 'amount')::numeric, 'court.received', 'court.owed', more));
    ELSIF TG_OP = 'INSERT' AND TG_TABLE_NAME = 'compensation_orderchange' THEN
        pair := CASE of_kind
            WHEN 'write_off' THEN actip_private.ledger_pair((n ->> 'amount')::numeric, 'court.written_off', 'court.owed', more)
            WHEN 'interest' THEN actip_private.ledger_pair((n ->> 'amount')::numeric, 'court.owed', 'court.interest', more)
            WHEN 'appeal' THEN actip_private.ledger_pair((n ->> 'amount')::numeric, 'court.owed', 'court.ordered', more)
            ELSE actip_private.ledger_pair((n ->> 'amount')::numeric, 'court.owed', 'court.beyond', more) END;
        PERFORM actip_private.ledger_post(NEW.matter_id, 'court',
            CASE of_kind WHEN 'write_off' THEN 'write_off' WHEN 'interest' THEN 'interest' ELSE 'correction' END,
            (n ->> 'on_day')::date, 'order-changes', NEW.id, actip.me_user(), n ->> 'reason', pair);
    END IF;
    IF n ->> 'status' = 'reversed' AND (TG_OP = 'INSERT' OR to_jsonb(OLD) ->> 'status' <> 'reversed') THEN
        PERFORM actip_private.ledger_reverse(NEW.id, '', actip_private.day_of(now()), actip.me_user(), n ->> 'reverse_reason');
    END IF;
    IF o.same_debt_as_id IS NULL THEN PERFORM actip_private.order_holds(NEW.order_id); END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER post_receipt AFTER INSERT OR UPDATE ON public.compensation_receipt
    FOR EACH ROW EXECUTE FUNCTION actip.post_on_order();
CREATE OR REPLACE TRIGGER post_change AFTER INSERT OR UPDATE ON public.compensation_orderchange
    FOR EACH ROW EXECUTE FUNCTION actip.post_on_order();
CREATE OR REPLACE TRIGGER post_step AFTER INSERT OR UPDATE ON public.compensation_executionstep
    FOR EACH ROW EXECUTE FUNCTION actip.post_on_order();

-- The claims of a person are counted as they are opened, whoever opens them; a number stays.
CREATE OR REPLACE FUNCTION actip.number_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        NEW.number := OLD.number;
    ELSE
        PERFORM FROM public.victims_person p WHERE p.id = NEW.person_id FOR NO KEY UPDATE;  -- two at once wait for each other
        SELECT 1 + coalesce(max(c.number), 0) INTO NEW.number FROM public.compensation_claim c WHERE c.person_id = NEW.person_id;
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER number_claim BEFORE INSERT OR UPDATE ON public.compensation_claim
    FOR EACH ROW EXECUTE FUNCTION actip.number_claim();
