-- The ledger: entries balance at commit, are never changed, and are undone once, by a mirrored entry.

-- Nobody changes or deletes an entry, the owner of the tables included.
CREATE OR REPLACE FUNCTION actip.ledger_is_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is never changed: a wrong entry is reversed'
        USING ERRCODE = '42501', CONSTRAINT = 'ledger_is_kept';
END $$;
CREATE OR REPLACE TRIGGER ledger_is_kept BEFORE UPDATE OR DELETE ON public.compensation_entry
    FOR EACH ROW EXECUTE FUNCTION actip.ledger_is_kept();
CREATE OR REPLACE TRIGGER ledger_is_kept BEFORE UPDATE OR DELETE ON public.compensation_line
    FOR EACH ROW EXECUTE FUNCTION actip.ledger_is_kept();
CREATE OR REPLACE TRIGGER ledger_is_kept_whole BEFORE TRUNCATE ON public.compensation_entry
    FOR EACH STATEMENT EXECUTE FUNCTION actip.ledger_is_kept();
CREATE OR REPLACE TRIGGER ledger_is_kept_whole BEFORE TRUNCATE ON public.compensation_line
    FOR EACH STATEMENT EXECUTE FUNCTION actip.ledger_is_kept();

-- A line says what its entry says, and is written together with it: nothing is added to an entry of yesterday.
CREATE OR REPLACE FUNCTION actip.ledger_line() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE e public.compensation_entry;
BEGIN
    SELECT * INTO e FROM public.compensation_entry WHERE id = NEW.entry_id;
    IF e.posted_at IS DISTINCT FROM now() OR split_part(NEW.account, '.', 1)
            IS DISTINCT FROM (CASE e.regime WHEN 'state_comp' THEN 'state' ELSE e.regime END) THEN
        RAISE EXCEPTION 'a line is written together with its entry, on accounts of its regime'
            USING ERRCODE = '23514', CONSTRAINT = 'line_with_its_entry';
    END IF;
    NEW.matter_id := e.matter_id;
    NEW.code := e.code;
    NEW.regime := e.regime;
    NEW.on_day := e.on_day;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER ledger_line BEFORE INSERT ON public.compensation_line
    FOR EACH ROW EXECUTE FUNCTION actip.ledger_line();

CREATE OR REPLACE FUNCTION actip.ledger_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    NEW.posted_at := now();
    -- a step that was undone may be made again, as an entry of its own; one that stands may not (entry_once_per_record)
    NEW.again := CASE WHEN NEW.reverses_id IS NULL THEN (
        SELECT count(*) FROM public.compensation_entry e JOIN public.compensation_entry r ON r.reverses_id = e.id
        WHERE e.record_id = NEW.record_id AND e.kind = NEW.kind) ELSE 0 END;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER ledger_entry BEFORE INSERT ON public.compensation_entry
    FOR EACH ROW EXECUTE FUNCTION actip.ledger_entry();

-- At commit each entry sums to zero, and a reversal mirrors what it reverses. Since every entry does, so does the whole.
CREATE OR REPLACE FUNCTION actip.ledger_balances() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE of_entry uuid := (to_jsonb(NEW) ->> CASE TG_TABLE_NAME WHEN 'compensation_entry' THEN 'id' ELSE 'entry_id' END)::uuid;
        undone uuid;
BEGIN
    IF (SELECT sum(l.debit) - sum(l.credit) FROM public.compensation_line l WHERE l.entry_id = of_entry) IS DISTINCT FROM 0 THEN
        RAISE EXCEPTION 'the debits and credits of an entry are equal' USING ERRCODE = '23514', CONSTRAINT = 'ledger_balances';
    END IF;
    SELECT e.reverses_id INTO undone FROM public.compensation_entry e WHERE e.id = of_entry;
    IF undone IS NOT NULL AND EXISTS (
            (SELECT l.account, l.credit, l.debit, l.category, l.residence, l.suspect_id, l.shelter_id
               FROM public.compensation_line l WHERE l.entry_id = undone
             EXCEPT ALL SELECT l.account, l.debit, l.credit, l.category, l.residence, l.suspect_id, l.shelter_id
               FROM public.compensation_line l WHERE l.entry_id = of_entry)
            UNION ALL
            (SELECT l.account, l.debit, l.credit, l.category, l.residence, l.suspect_id, l.shelter_id
               FROM public.compensation_line l WHERE l.entry_id = of_entry
             EXCEPT ALL SELECT l.account, l.credit, l.debit, l.category, l.residence, l.suspect_id, l.shelter_id
               FROM public.compensation_line l WHERE l.entry_id = undone)) THEN
        RAISE EXCEPTION 'a reversal mirrors the entry that it reverses' USING ERRCODE = '23514', CONSTRAINT = 'ledger_mirrors';
    END IF;
    RETURN NULL;
END $$;
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'ledger_balances' AND tgrelid = 'public.compensation_line'::regclass) THEN
        CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON public.compensation_line
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION actip.ledger_balances();
        CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON public.compensation_entry
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION actip.ledger_balances();
    END IF;
END $$;

-- Post one entry. `lines`: an array of {"account", "debit" or "credit", "category", "residence", "suspect", "shelter"}.
-- A second entry of the same kind for the same record, while the first stands, breaks entry_once_per_record: nothing is paid or
-- approved twice.
CREATE OR REPLACE FUNCTION actip_private.ledger_post(
    of_matter uuid, of_regime text, of_kind text, day date, of_type text, of_record uuid, who bigint, why text, lines jsonb
) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE made uuid := gen_random_uuid();
BEGIN
    IF day > actip_private.day_of(now()) THEN
        RAISE EXCEPTION 'nothing is posted on a day to come' USING ERRCODE = '23514', CONSTRAINT = 'ledger_day_to_come';
    END IF;
    INSERT INTO public.compensation_entry (id, matter_id, code, regime, kind, on_day, record_type, record_id, by_id, note, posted_at)
    VALUES (made, of_matter, CASE of_regime WHEN 'fund' THEN 'FPY' WHEN 'state_comp' THEN 'SPY' WHEN 'court' THEN 'CLM'
            WHEN 'witness' THEN 'WPR' WHEN 'income' THEN 'WEL' END, of_regime, of_kind, day, of_type, of_record, who, coalesce(why, ''), now());
    INSERT INTO public.compensation_line
        (entry_id, matter_id, code, regime, on_day, account, debit, credit, category, residence, suspect_id, shelter_id)
    SELECT made, of_matter, '', of_regime, day, l.account, coalesce(l.debit, 0), coalesce(l.credit, 0), coalesce(l.category, ''),
           coalesce(l.residence, ''), l.suspect, l.shelter
    FROM jsonb_to_recordset(lines) AS l(
        account text, debit numeric, credit numeric, category text, residence text, suspect uuid, shelter uuid)
    WHERE coalesce(l.debit, 0) <> 0 OR coalesce(l.credit, 0) <> 0;
    RETURN made;
END $$;

-- Two lines that move one amount from one account to another.
CREATE OR REPLACE FUNCTION actip_private.ledger_pair(amount numeric, to_debit text, to_credit text, more jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT jsonb_build_array(
        jsonb_build_object('account', CASE WHEN amount < 0 THEN to_credit ELSE to_debit END, 'debit', abs(amount)) || more,
        jsonb_build_object('account', CASE WHEN amount < 0 THEN to_debit ELSE to_credit END, 'credit', abs(amount)) || more)
$$;

-- Undo what was posted for a record (all kinds, or one) and not undone yet: mirrored entries that point at it.
CREATE OR REPLACE FUNCTION actip_private.ledger_reverse(of_record uuid, of_kind text, day date, who bigint, why text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE e public.compensation_entry; made uuid; done int := 0;
BEGIN
    FOR e IN SELECT o.* FROM public.compensation_entry o WHERE o.record_id = of_record AND o.reverses_id IS NULL
            AND (of_kind = '' OR o.kind = of_kind)
            AND NOT EXISTS (SELECT FROM public.compensation_entry r WHERE r.reverses_id = o.id) ORDER BY o.posted_at DESC, o.kind DESC LOOP
        made := gen_random_uuid();
        INSERT INTO public.compensation_entry (id, matter_id, code, regime, kind, on_day, record_type, record_id, reverses_id, by_id, note, posted_at)
        VALUES (made, e.matter_id, e.code, e.regime, 'reversal', day, e.record_type, e.record_id, e.id, who, coalesce(why, ''), now());
        INSERT INTO public.compensation_line
            (entry_id, matter_id, code, regime, on_day, account, debit, credit, category, residence, suspect_id, shelter_id)
        SELECT made, l.matter_id, l.code, l.regime, day, l.account, l.credit, l.debit, l.category, l.residence, l.suspect_id, l.shelter_id
        FROM public.compensation_line l WHERE l.entry_id = e.id;
        done := done + 1;
    END LOOP;
    RETURN done;
END $$;

-- All debits less all credits, over everything: a number that says nothing about anybody.
CREATE OR REPLACE FUNCTION actip.ledger_difference() RETURNS numeric
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    AS $$ SELECT coalesce(sum(l.debit) - sum(l.credit), 0) FROM public.compensation_line l $$;
