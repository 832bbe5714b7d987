-- A program is no second person beside whoever made its secret, and who made two made both. See docs/decisions/0027.

-- Behind whose hand a user acts: her own, and of a program those of everybody who ever gave it a secret, as the trail tells, which
-- is never changed: another secret later does not undo what was done under the first.
CREATE OR REPLACE FUNCTION actip_private.hands(who bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT ARRAY[who] || ARRAY(
        SELECT e.user_id FROM public.accounts_apiclient c JOIN public.audit_event e ON e.record_id = c.id::text
        WHERE c.user_id = who AND e.record_type = 'api-clients' AND 'secret_hash' = ANY (e.fields) AND e.user_id IS NOT NULL)
$$;

-- Of those who made the steps of one payment no two act behind one hand.
CREATE OR REPLACE FUNCTION actip.guard_hands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    people bigint[] := ARRAY(SELECT DISTINCT n.value::bigint FROM jsonb_each_text(to_jsonb(NEW)) n
                             WHERE (n.key LIKE '%\_by\_id' OR n.key = 'approved_for_id') AND n.value IS NOT NULL);
BEGIN
    IF NOT actip.is_system() AND EXISTS (
            WITH acting AS MATERIALIZED (SELECT who, actip_private.hands(who) AS hands FROM unnest(people) AS who)
            SELECT FROM acting AS one JOIN acting AS other ON one.who < other.who AND one.hands && other.hands) THEN
        RAISE EXCEPTION 'a program is no second person beside whoever made its secret'
            USING ERRCODE = '23514', CONSTRAINT = 'payment_by_other_hands';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER payment_hands BEFORE UPDATE OF status ON public.compensation_fundpayment
    FOR EACH ROW WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION actip.guard_hands();
CREATE OR REPLACE TRIGGER payment_hands BEFORE UPDATE OF status ON public.compensation_stateapplication
    FOR EACH ROW WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION actip.guard_hands();
