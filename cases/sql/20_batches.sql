-- Tips by the hundred thousand: COPY into a staging table, then one statement. Decision 0010.

-- What an importer copies in and never reads back; a function below takes it up in the same transaction. Not logged: a crash
-- before the commit leaves nothing to take up.
DROP TABLE IF EXISTS actip.staged_report;
CREATE UNLOGGED TABLE IF NOT EXISTS actip.staged_tip (
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
CREATE INDEX IF NOT EXISTS staged_tip_batch ON actip.staged_tip (batch);

-- Batches are read by the agency that sent them.
ALTER TABLE public.cases_intakebatch ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own ON public.cases_intakebatch;
CREATE POLICY own ON public.cases_intakebatch FOR SELECT TO actip_app
    USING ((SELECT actip.may('RPT', 'read')) AND (agency_id = (SELECT actip.me_agency()) OR (SELECT actip.is_system())));

-- A tip is there for whoever would reach it as a report that her agency took in and shared with nobody: the same tokens.
ALTER TABLE public.cases_tip ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS see ON public.cases_tip;
CREATE POLICY see ON public.cases_tip FOR SELECT TO actip_app, actip_report
    USING (ARRAY[0, 4 * agency_id, 4 * agency_id + 1]::int[] && (SELECT actip.keys('RPT', 'read')));
DROP POLICY IF EXISTS answer ON public.cases_tip;
CREATE POLICY answer ON public.cases_tip FOR UPDATE TO actip_app
    USING (ARRAY[0, 4 * agency_id, 4 * agency_id + 1]::int[] && (SELECT actip.keys('RPT', 'change')))
    WITH CHECK (ARRAY[0, 4 * agency_id, 4 * agency_id + 1]::int[] && (SELECT actip.keys('RPT', 'change')));

-- A tip keeps what it tells. It is answered once, in one's own name: by the report that it became, in the same agency, or
-- by why it is closed.
CREATE OR REPLACE FUNCTION actip.guard_tip() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE of_answer CONSTANT text[] := '{report_id,close_reason,answered_by_id,answered_at}';
BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF OLD.answered_at IS NOT NULL THEN
        RAISE EXCEPTION 'this tip was answered already' USING ERRCODE = '42501';
    END IF;
    IF to_jsonb(NEW) - of_answer IS DISTINCT FROM to_jsonb(OLD) - of_answer THEN
        RAISE EXCEPTION 'a tip keeps what it tells' USING ERRCODE = '42501';
    END IF;
    IF NOT actip.is_system() AND NEW.answered_by_id IS DISTINCT FROM actip.me_user() THEN
        RAISE EXCEPTION 'a step is made in one''s own name' USING ERRCODE = '42501';
    END IF;
    IF NEW.report_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM public.cases_report r WHERE r.id = NEW.report_id AND r.intake_agency_id = NEW.agency_id) THEN
        RAISE EXCEPTION 'the linked record is out of reach' USING ERRCODE = '42501';
    END IF;
    NEW.answered_at := now();
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER guard_tip BEFORE UPDATE ON public.cases_tip FOR EACH ROW EXECUTE FUNCTION actip.guard_tip();
-- Rows come with their batch alone, whose event tells of them; what is done to one later has an event of its own.
CREATE OR REPLACE TRIGGER audit_row AFTER UPDATE OR DELETE ON public.cases_tip
    FOR EACH ROW EXECUTE FUNCTION actip.audit_row('tips', '', '');
CREATE OR REPLACE TRIGGER audit_all AFTER TRUNCATE ON public.cases_tip
    FOR EACH STATEMENT EXECUTE FUNCTION actip.audit_row('tips', '', '');

-- Takes up the staged rows of one batch into the pool of the person's agency (the system names one), with one event of the
-- audit trail: their count and the SHA-256 over their ids. What the agency has from this channel with this number is passed
-- over, so that a file may be sent again. Returns how many were kept, and how many had been before.
CREATE OR REPLACE FUNCTION actip.take_in(of_batch uuid, for_agency bigint DEFAULT NULL)
RETURNS TABLE (created int, known int) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    me text[] := actip.me();
    agency bigint;
    staged int;
    of_ids text;
BEGIN
    IF NOT actip.may('RPT', 'create') THEN
        RAISE EXCEPTION 'not allowed to take in reports' USING ERRCODE = '42501';
    END IF;
    agency := CASE WHEN me[1] = 'system' THEN for_agency ELSE me[3]::bigint END;
    IF agency IS NULL THEN
        RAISE EXCEPTION 'a batch belongs to an agency' USING ERRCODE = '42501';
    END IF;
    -- Two files of one agency take turns, so that neither waits for a number that the other keeps.
    PERFORM pg_advisory_xact_lock(hashtext('actip.take_in'), agency::int);
    WITH kept AS (
        INSERT INTO public.cases_tip (id, agency_id, batch_id, external_id, channel, received_at, exploitation, danger,
            people_count, children_count, province, district, country, is_online, latitude, longitude, language, summary,
            close_reason)
        SELECT s.id, agency, of_batch, s.external_id, s.channel, s.received_at, s.exploitation, s.danger, s.people_count,
            s.children_count, s.province, s.district, s.country, s.is_online, s.latitude, s.longitude, s.language, s.summary, ''
        FROM actip.staged_tip s WHERE s.batch = of_batch ORDER BY s.line
        ON CONFLICT (agency_id, external_id, channel) DO NOTHING RETURNING id)
    SELECT count(*), encode(sha256(convert_to(string_agg(k.id::text, ',' ORDER BY k.id::text), 'UTF8')), 'hex')
    INTO created, of_ids FROM kept k;
    WITH taken AS (DELETE FROM actip.staged_tip s WHERE s.batch = of_batch RETURNING 1)
    SELECT count(*) INTO staged FROM taken;
    known := staged - created;
    IF created > 0 THEN
        INSERT INTO public.cases_intakebatch (id, agency_id, at, created, known, digest)
        VALUES (of_batch, agency, now(), created, known, of_ids);
        PERFORM actip_private.audit_write('take_in', 'tips', of_batch::text, NULL, NULL, '{}',
            jsonb_build_object('created', created, 'known', known, 'digest', of_ids), current_setting('actip.request', true));
    END IF;
    RETURN NEXT;
END $$;
