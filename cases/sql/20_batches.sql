-- Tips by the hundred thousand: COPY into a staging table, then whole statements. Decision 0009.

-- What an importer copies in and never reads back; a function below takes it up in the same transaction. Not logged: a crash
-- before the commit leaves nothing to take up.
CREATE UNLOGGED TABLE IF NOT EXISTS actip.staged_report (
    batch uuid NOT NULL,
    line int NOT NULL,
    id uuid NOT NULL,
    external_id text NOT NULL,
    channel text NOT NULL,
    received_at timestamptz NOT NULL,
    exploitation text NOT NULL,
    danger text NOT NULL,
    people_count int NOT NULL,
    children_count int,
    province text NOT NULL,
    district text NOT NULL,
    country text NOT NULL,
    is_online boolean NOT NULL,
    latitude numeric(8, 5),
    longitude numeric(8, 5),
    language text NOT NULL,
    summary text NOT NULL
);
CREATE INDEX IF NOT EXISTS staged_report_batch ON actip.staged_report (batch);

-- Batches are read by the agency that sent them.
ALTER TABLE public.cases_intakebatch ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own ON public.cases_intakebatch;
CREATE POLICY own ON public.cases_intakebatch FOR SELECT TO actip_app
    USING ((SELECT actip.may('RPT', 'read')) AND (agency_id = (SELECT actip.me_agency()) OR (SELECT actip.is_system())));

-- Takes up the staged rows of one batch into the pool of the person's agency (the system names one): matter, reach,
-- assignment, report, and one event of the audit trail with their count and the SHA-256 over their ids. What the agency has
-- from this channel with this number is passed over, so that a file may be sent again. No feed entries: see the pool in
-- access/sql/20_matter.sql. Returns how many were kept, and how many had been before.
CREATE OR REPLACE FUNCTION actip.take_in(of_batch uuid, for_agency bigint DEFAULT NULL)
RETURNS TABLE (created int, known int) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
SET enable_nestloop = off AS $$  -- arrays and staged rows have no statistics
DECLARE
    me text[] := actip.me();
    agency int;
    staged int;
    added uuid[];
    numbered uuid[];
    of_ids text;
BEGIN
    IF NOT actip.may('RPT', 'create') THEN
        RAISE EXCEPTION 'not allowed to take in reports' USING ERRCODE = '42501';
    END IF;
    agency := CASE WHEN me[1] = 'system' THEN for_agency ELSE me[3]::int END;
    IF agency IS NULL THEN
        RAISE EXCEPTION 'a batch belongs to an agency' USING ERRCODE = '42501';
    END IF;
    -- Two files of one agency take turns, so that neither meets a number that the other has just kept.
    PERFORM pg_advisory_xact_lock(hashtext('actip.take_in'), agency);
    SELECT count(*) INTO staged FROM actip.staged_report s WHERE s.batch = of_batch;
    added := ARRAY(
        SELECT f.id FROM (
            SELECT DISTINCT ON (s.channel, s.external_id) s.id, s.channel, s.external_id FROM actip.staged_report s
            WHERE s.batch = of_batch ORDER BY s.channel, s.external_id, s.line) f
        WHERE NOT EXISTS (SELECT FROM public.cases_report r WHERE r.intake_agency_id = agency AND r.channel = f.channel
                          AND r.external_id = f.external_id AND r.batch_id IS NOT NULL));
    created := cardinality(added);
    known := staged - created;
    IF created = 0 THEN
        DELETE FROM actip.staged_report s WHERE s.batch = of_batch;
        RETURN NEXT;
        RETURN;
    END IF;

    SELECT encode(sha256(convert_to(string_agg(i::text, ',' ORDER BY i), 'UTF8')), 'hex') INTO of_ids FROM unnest(added) i;
    INSERT INTO public.cases_intakebatch (id, agency_id, at, created, known, digest)
    VALUES (of_batch, agency, now(), created, known, of_ids);
    -- A number is drawn; of a million and a million one or two are drawn twice, and drawn again.
    numbered := added;
    WHILE cardinality(numbered) > 0 LOOP
        WITH made AS (
            INSERT INTO public.access_matter (id, kind, number, status, opened_at, touched_at, reach)
            SELECT i, 'report', actip.new_number('report'), 'pooled', now(), now(),
                   ARRAY[0, 4 * agency, 4 * agency + 1] FROM unnest(numbered) i
            ON CONFLICT (number) DO NOTHING RETURNING id)
        SELECT coalesce(array_agg(i), '{}') INTO numbered FROM unnest(numbered) i
        WHERE NOT EXISTS (SELECT FROM made WHERE made.id = i);
    END LOOP;
    INSERT INTO public.access_assignment (id, matter_id, agency_id, basis, state, is_lead, starts_at, note, reason,
        assigned_by_id, from_agency_id, version, created_at, updated_at)
    SELECT gen_random_uuid(), i, agency, 'batch', 'accepted', true, now(), '', '', nullif(me[2], '0')::int,
        nullif(me[3], '0')::int, 1, now(), now() FROM unnest(added) i;
    INSERT INTO public.cases_report (id, matter_id, version, created_at, updated_at, received_at, channel, province, district,
        latitude, longitude, country, is_online, exploitation, danger, people_count, summary, children_count, language,
        interpreter_needed, relation, is_anonymous, external_id, duplicates, close_reason, status, intake_agency_id, batch_id)
    SELECT s.id, s.id, 1, now(), now(), s.received_at, s.channel, s.province, s.district, s.latitude, s.longitude, s.country,
        s.is_online, s.exploitation, s.danger, s.people_count, s.summary, s.children_count, s.language, false, 'organisation',
        false, s.external_id, '', '', 'pooled', agency, of_batch
    FROM unnest(added) i JOIN actip.staged_report s ON s.batch = of_batch AND s.id = i;
    DELETE FROM actip.staged_report s WHERE s.batch = of_batch;
    PERFORM actip_private.audit_write('take_in', 'reports', of_batch::text, NULL, NULL, '{}',
        jsonb_build_object('created', created, 'known', known, 'digest', of_ids), current_setting('actip.request', true));
    RETURN NEXT;
END $$;
