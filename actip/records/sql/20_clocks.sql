-- Clocks: there for whoever may know of the record they belong to; ended, extended or answered, never moved.

-- Does this verb on the record type of a slug reach a matter? For rows that follow a record of any type.
CREATE OR REPLACE FUNCTION actip.reaches_slug(of_matter uuid, of_slug text, of_verb text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM actip_private.audit_code c, public.access_matter m
                   WHERE c.slug = of_slug AND m.id = of_matter
                   -- what follows its matter whatever its kind (an offer) is asked for as the matter itself
                   AND m.reach && actip.keys(CASE c.code WHEN '*' THEN actip.root_code(m.kind) ELSE c.code END, of_verb));
END $$;

DO $$
DECLARE tbl text;
BEGIN
    FOREACH tbl IN ARRAY '{records_clock,records_clockextension}'::text[] LOOP
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tbl);
        EXECUTE format('DROP POLICY IF EXISTS of_matter ON public.%I', tbl);
    END LOOP;
END $$;
CREATE POLICY of_matter ON public.records_clock TO actip_app, actip_report
    USING (actip.reaches_slug(matter_id, record_type, 'exist'))
    WITH CHECK (actip.reaches_slug(matter_id, record_type, 'exist'));
-- The clock in the subquery is itself asked for under its own policy.
CREATE POLICY of_matter ON public.records_clockextension TO actip_app, actip_report
    USING ((SELECT c.matter_id FROM public.records_clock c WHERE c.id = clock_id) = matter_id)
    WITH CHECK ((SELECT c.matter_id FROM public.records_clock c WHERE c.id = clock_id) = matter_id);

-- A matter carries the next end of a running clock, and the last end of one that was not kept, is over and has no note yet, for the
-- feed: lists of limits start there. Clocks of tier 4 and 5 do not show there: whoever may know
-- of the matter would learn of the record.
CREATE OR REPLACE FUNCTION actip.clock_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.access_matter SET (next_due_at, unnoted_at) = (
        SELECT min(c.due_at) FILTER (WHERE c.ended_at IS NULL),
               max(c.due_at) FILTER (WHERE c.ended_at > c.due_at AND c.breach_note = '')
        FROM public.records_clock c
        WHERE c.matter_id = NEW.matter_id AND NOT EXISTS (
            SELECT FROM actip_private.audit_code k WHERE k.slug = c.record_type AND k.is_discreet))
    WHERE id = NEW.matter_id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER clock_changed AFTER INSERT OR UPDATE ON public.records_clock
    FOR EACH ROW EXECUTE FUNCTION actip.clock_changed();

-- When an end was written, and when a row was, is for the database to say.
CREATE OR REPLACE FUNCTION actip.clock_recorded() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.ended_recorded_at := CASE WHEN NEW.ended_at IS NOT NULL THEN clock_timestamp() END;
        NEW.created_at := clock_timestamp();
    ELSE
        NEW.created_at := OLD.created_at;
        NEW.ended_recorded_at := CASE WHEN OLD.ended_at IS NOT NULL THEN OLD.ended_recorded_at
                                      WHEN NEW.ended_at IS NOT NULL THEN clock_timestamp() END;
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER clock_recorded BEFORE INSERT OR UPDATE ON public.records_clock
    FOR EACH ROW EXECUTE FUNCTION actip.clock_recorded();

-- Whether the person has written a record of this type in a matter in the transaction that runs: the trail knows, and only what
-- is written to a table writes there what is no look. Her last events are asked, since the act that ends a limit comes just before.
CREATE OR REPLACE FUNCTION actip_private.has_just_written(of_matter uuid, of_slug text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM (SELECT v.at, v.matter_id, v.record_type, v.verb FROM public.audit_event v
                     WHERE v.user_id = actip.me_user() ORDER BY v.id DESC LIMIT 200) e
        WHERE e.at >= now() AND e.matter_id = of_matter AND e.record_type = of_slug
          AND e.verb <> ALL (actip_private.told_looks()) AND e.verb NOT LIKE 'clock\_%' AND e.verb NOT LIKE 'breach\_%')
$$;

-- Is this clock hers to start and to end? It is, if she may change its record; or if she has just written a record whose steps
-- start and end clocks of its rule (actip.clock_hands, from clocks.also_by). That of an offer begins with one's own offer, and
-- ends with the answer by the hand of the database alone (30_handover.sql).
CREATE OR REPLACE FUNCTION actip.works_on_clock(c public.records_clock) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF c.record_type = 'assignments' THEN
        RETURN c.ended_at IS NULL AND EXISTS (
            SELECT FROM public.access_assignment a WHERE a.id = c.record_id AND a.matter_id = c.matter_id
            AND a.state = 'offered' AND a.assigned_by_id = actip.me_user());
    END IF;
    RETURN actip.reaches_slug(c.matter_id, c.record_type, 'change') OR EXISTS (
        SELECT FROM public.records_rule r, unnest(actip.clock_hands(r.code)) AS hand
        WHERE r.id = c.rule_id AND actip.reaches_slug(c.matter_id, hand, 'change')
          AND actip_private.has_just_written(c.matter_id, hand));
END $$;

-- A clock hangs on a record that there is, of its own matter, whoever starts it: asked of the table that the type names.
CREATE OR REPLACE FUNCTION actip.clock_has_record() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tab text := (SELECT k.tab FROM actip_private.audit_code k WHERE k.slug = NEW.record_type);
    is_there boolean := false;
BEGIN
    IF tab <> '' THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE id = $1 AND matter_id = $2)', tab)
            INTO is_there USING NEW.record_id, NEW.matter_id;
    END IF;
    IF NOT is_there THEN
        RAISE EXCEPTION 'a clock hangs on a record of its matter' USING ERRCODE = '23514', CONSTRAINT = 'clock_of_a_record';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER clock_has_record AFTER INSERT ON public.records_clock
    FOR EACH ROW EXECUTE FUNCTION actip.clock_has_record();

-- A clock is started and ended by whoever's it is. The reason of a breach is given by somebody who may change the record, until a
-- supervisor has written her note; the note by whoever oversees the matter; each in her own name, and only of a clock that is late
-- or ended late.
CREATE OR REPLACE FUNCTION actip.guard_clock() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    me int := actip.me_user();
    is_late boolean := coalesce(NEW.ended_at, clock_timestamp()) > NEW.due_at;
BEGIN
    IF NOT row_security_active(TG_RELID) OR actip.is_system() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.breach_reason = '' AND NEW.breach_note = '' AND actip.works_on_clock(NEW) THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'a clock is started by whoever works on the record, without a breach' USING ERRCODE = '42501';
    END IF;
    IF (NEW.matter_id, NEW.rule_id, NEW.record_type, NEW.record_id, NEW.starts_at, NEW.due_at)
            IS DISTINCT FROM (OLD.matter_id, OLD.rule_id, OLD.record_type, OLD.record_id, OLD.starts_at, OLD.due_at)
        OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) THEN
        RAISE EXCEPTION 'a clock is ended or answered, never moved' USING ERRCODE = '42501';
    END IF;
    IF NEW.ended_at IS DISTINCT FROM OLD.ended_at AND NOT actip.works_on_clock(NEW) THEN
        RAISE EXCEPTION 'a clock is ended by whoever works on the record' USING ERRCODE = '42501';
    END IF;
    IF (NEW.breach_reason, NEW.reason_by_id, NEW.reason_at) IS DISTINCT FROM (OLD.breach_reason, OLD.reason_by_id, OLD.reason_at)
        AND NOT (is_late AND OLD.breach_note = '' AND NEW.breach_note = '' AND NEW.reason_by_id = me
                 AND actip.reaches_slug(NEW.matter_id, NEW.record_type, 'change')) THEN
        RAISE EXCEPTION 'the reason is given by whoever works on the record' USING ERRCODE = '42501';
    END IF;
    IF (NEW.breach_note, NEW.note_by_id, NEW.note_at) IS DISTINCT FROM (OLD.breach_note, OLD.note_by_id, OLD.note_at)
        AND NOT (is_late AND OLD.breach_note = '' AND NEW.note_by_id = me AND actip.reaches(
            NEW.matter_id, actip.root_code((SELECT m.kind FROM public.access_matter m WHERE m.id = NEW.matter_id)), 'oversee')) THEN
        RAISE EXCEPTION 'the note is for a supervisor to write, once' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER guard_clock BEFORE INSERT OR UPDATE ON public.records_clock
    FOR EACH ROW EXECUTE FUNCTION actip.guard_clock();

-- An extension is entered by somebody who may change the record, in her own name, while the clock runs; it moves the end.
CREATE OR REPLACE FUNCTION actip.guard_extension() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE c public.records_clock;
BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'an extension is not changed' USING ERRCODE = '42501';
    END IF;
    NEW.created_at := clock_timestamp();
    SELECT * INTO c FROM public.records_clock WHERE id = NEW.clock_id;
    IF NOT actip.is_system() AND (NEW.entered_by_id IS DISTINCT FROM actip.me_user()
            OR NOT actip.reaches_slug(c.matter_id, c.record_type, 'change')) THEN
        RAISE EXCEPTION 'an extension is entered by whoever works on the record' USING ERRCODE = '42501';
    END IF;
    IF c.ended_at IS NOT NULL OR c.due_at <> NEW.due_before THEN
        RAISE EXCEPTION 'the clock has ended or was extended already' USING ERRCODE = '23514', CONSTRAINT = 'extension_once';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER guard_extension BEFORE INSERT OR UPDATE ON public.records_clockextension
    FOR EACH ROW EXECUTE FUNCTION actip.guard_extension();

CREATE OR REPLACE FUNCTION actip.clock_extended() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.records_clock SET due_at = NEW.due_after WHERE id = NEW.clock_id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER clock_extended AFTER INSERT ON public.records_clockextension
    FOR EACH ROW EXECUTE FUNCTION actip.clock_extended();

-- What happens to a clock stands in the history of its record, whoever writes it: also that it had passed when an end was entered that
-- lies before, by a correction or since it was entered late.
CREATE OR REPLACE FUNCTION actip.clock_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    -- with its name, so that the history says what it was called then, and asks for nothing
    rule jsonb := (SELECT jsonb_build_object('rule', r.code, 'rule_th', r.name_th, 'rule_en', r.name_en)
                   FROM public.records_rule r WHERE r.id = NEW.rule_id);
    verb text;
    happened text[] := CASE WHEN TG_OP = 'INSERT' THEN ARRAY['clock_started', CASE WHEN NEW.ended_at IS NOT NULL THEN 'clock_ended' END]
        ELSE ARRAY[
            CASE WHEN NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL THEN 'clock_ended' END,
            CASE WHEN NEW.ended_at <= NEW.due_at AND OLD.ended_at IS NULL AND OLD.due_at < clock_timestamp() THEN 'breach_lifted' END,
            CASE WHEN NEW.due_at <> OLD.due_at THEN 'clock_extended' END,
            CASE WHEN NEW.breach_reason <> OLD.breach_reason THEN 'breach_answered' END,
            CASE WHEN NEW.breach_note <> OLD.breach_note THEN 'breach_noted' END] END;
BEGIN
    FOREACH verb IN ARRAY array_remove(happened, NULL) LOOP
        PERFORM actip_private.audit_write(verb, NEW.record_type, NEW.record_id::text, NEW.matter_id, '', '{}',
                                          rule, current_setting('actip.request', true));
    END LOOP;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER clock_told AFTER INSERT OR UPDATE ON public.records_clock
    FOR EACH ROW EXECUTE FUNCTION actip.clock_told();
