-- What pages ask of the trail and of matters in one statement; each function applies the access test itself.

-- Record types of a matter of which whoever acts may not even know that there are some: none, unless a higher layer says so.
CREATE OR REPLACE FUNCTION actip.hidden_slugs(of_matter uuid) RETURNS text[] LANGUAGE sql STABLE SET search_path = pg_catalog
    AS $$ SELECT '{}'::text[] $$;

-- The history of everything in a matter that the person may see, newest first. Not who looked.
CREATE OR REPLACE FUNCTION actip.matter_history(of_matter uuid, max_rows int)
RETURNS TABLE (at timestamptz, kind text, user_id bigint, agency_id bigint, role text, verb text, fields text[], detail jsonb,
               record_type text, record_id text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tokens int[] := (SELECT m.reach FROM public.access_matter m WHERE m.id = of_matter
                     AND m.reach && actip.keys(actip.root_code(m.kind), 'exist'));
    hidden text[] := actip.hidden_slugs(of_matter);
    slugs text[];
BEGIN
    -- The matrix is asked once for each of its columns, not for each record type.
    WITH asked AS MATERIALIZED (SELECT DISTINCT c.code, c.verb FROM actip_private.audit_code c),
         mine AS MATERIALIZED (SELECT a.code, a.verb FROM asked a WHERE actip.keys(a.code, a.verb) && tokens)
    SELECT array_agg(c.slug) INTO slugs
      FROM actip_private.audit_code c JOIN mine ON (mine.code, mine.verb) = (c.code, c.verb) WHERE c.slug <> ALL (hidden);
    RETURN QUERY
    SELECT e.at, e.kind::text, e.user_id, e.agency_id, e.role::text, e.verb::text, e.fields, e.detail,
           e.record_type::text, e.record_id::text
      FROM public.audit_event e
     WHERE e.matter_id = of_matter AND e.record_type = ANY (slugs)
       AND e.verb <> ALL (actip_private.told_looks())
       AND (e.record_type <> 'assignments' OR actip_private.sees_given(of_matter, e.record_id))
     ORDER BY e.id DESC LIMIT max_rows;
END $$;

-- The records whose pages the person opened last, each once.
CREATE OR REPLACE FUNCTION actip.recently_opened(max_rows int)
RETURNS TABLE (record_type text, record_id text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT r.record_type::text, r.record_id::text FROM (
        SELECT e.record_type, e.record_id, max(e.id) AS last FROM (
            SELECT v.id, v.record_type, v.record_id, v.verb FROM public.audit_event v
             WHERE v.user_id = actip.me_user() ORDER BY v.id DESC LIMIT 200) e
         WHERE e.verb = 'open' GROUP BY 1, 2 ORDER BY 3 DESC LIMIT max_rows) r;
END $$;

-- The matters that are due first, up to `most` for each token of the person: along the feed's index of deadlines, row by
-- row. Under row security PostgreSQL expects few rows, and gathers and sorts all that are late: a second for a ministry.
CREATE OR REPLACE FUNCTION actip.due_first(until timestamptz, most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_bitmapscan = off SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY
    SELECT DISTINCT d.matter_id FROM unnest('{report,case,person}'::text[]) AS m (kind)
    CROSS JOIN LATERAL unnest(actip.keys(actip.root_code(m.kind), 'exist')) AS k (token)
    CROSS JOIN LATERAL (SELECT f.matter_id FROM public.access_feed f
                        WHERE f.token = k.token AND f.kind = m.kind AND f.next_due_at <= until
                        ORDER BY f.next_due_at LIMIT most) d;
END $$;

-- The same for limits that were not kept, are over and wait for a supervisor's note: those that ended last first.
CREATE OR REPLACE FUNCTION actip.unnoted_first(most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_bitmapscan = off SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY
    SELECT DISTINCT d.matter_id FROM unnest('{report,case,person}'::text[]) AS m (kind)
    CROSS JOIN LATERAL unnest(actip.keys(actip.root_code(m.kind), 'exist')) AS k (token)
    CROSS JOIN LATERAL (SELECT f.matter_id FROM public.access_feed f
                        WHERE f.token = k.token AND f.kind = m.kind AND f.unnoted_at IS NOT NULL
                        ORDER BY f.unnoted_at DESC LIMIT most) d;
END $$;

-- The person's list of matters of a kind, in these states (none named: all): the last touched first, those after a place in it. And how many
-- there are, counted up to `most` for each of her tokens. The access test is the list's own, asked once: row security would ask it of each
-- entry. One plan for all calls: for a large agency PostgreSQL would plan it anew each time, which takes as long as the answer.
CREATE OR REPLACE FUNCTION actip.feed_page(
    of_code text, of_verb text, of_kind text, states text[], since timestamptz, since_id uuid, most int)
RETURNS TABLE (touched_at timestamptz, id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF of_code <> actip.root_code(of_kind) THEN RETURN; END IF;
    IF states = '{}' THEN
        RETURN QUERY SELECT DISTINCT e.touched_at, e.matter_id FROM unnest(actip.keys(of_code, of_verb)) AS k (token) CROSS JOIN LATERAL (
            SELECT f.touched_at, f.matter_id FROM public.access_feed f WHERE f.token = k.token AND f.kind = of_kind
               AND f.touched_at <= since AND (f.touched_at, f.matter_id) < (since, since_id)
             ORDER BY f.touched_at DESC, f.matter_id DESC LIMIT most) e ORDER BY 1 DESC, 2 DESC LIMIT most;
        RETURN;
    END IF;
    RETURN QUERY SELECT DISTINCT e.touched_at, e.matter_id FROM unnest(actip.keys(of_code, of_verb)) AS k (token)
        CROSS JOIN unnest(states) AS s (state) CROSS JOIN LATERAL (
            SELECT f.touched_at, f.matter_id FROM public.access_feed f WHERE f.token = k.token AND f.kind = of_kind AND f.status = s.state
               AND f.touched_at <= since AND (f.touched_at, f.matter_id) < (since, since_id)
             ORDER BY f.touched_at DESC, f.matter_id DESC LIMIT most) e ORDER BY 1 DESC, 2 DESC LIMIT most;
END $$;
CREATE OR REPLACE FUNCTION actip.feed_count(of_code text, of_verb text, of_kind text, states text[], most int) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF of_code <> actip.root_code(of_kind) THEN RETURN 0; END IF;
    IF states = '{}' THEN
        RETURN (SELECT count(DISTINCT f.matter_id) FROM unnest(actip.keys(of_code, of_verb)) AS k (token) CROSS JOIN LATERAL (
            SELECT f.matter_id FROM public.access_feed f WHERE f.token = k.token AND f.kind = of_kind LIMIT most) f);
    END IF;
    RETURN (SELECT count(DISTINCT f.matter_id) FROM unnest(actip.keys(of_code, of_verb)) AS k (token) CROSS JOIN LATERAL (
        SELECT f.matter_id FROM public.access_feed f
         WHERE f.token = k.token AND f.kind = of_kind AND f.status = ANY (states) LIMIT most) f);
END $$;

-- Which of these verbs on these record codes reach a matter: for buttons that will work.
-- One plan for all calls: planning it anew for each list of pairs takes three times as long as the answer.
CREATE OR REPLACE FUNCTION actip.reaching(of_matter uuid, codes text[], verbs text[])
RETURNS TABLE (code text, verb text) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    me text[] := actip.me();
    reach int[] := (SELECT m.reach FROM public.access_matter m WHERE m.id = of_matter);
    is_near boolean := reach && actip_private.tokens(me, false, NULL);
    is_wide boolean := reach && actip_private.tokens(me, true, NULL);
    is_partial boolean := EXISTS (SELECT FROM public.access_assignment a
        WHERE a.matter_id = of_matter AND a.withheld IS NOT NULL AND a.agency_id::text = me[3]);
BEGIN
    RETURN QUERY
    SELECT w.code, w.verb FROM unnest(codes, verbs) AS w (code, verb)
    WHERE (me[1] = 'system' AND is_near) OR EXISTS (
        SELECT FROM actip.matrix g WHERE g.code = w.code AND g.verb = w.verb AND g.role = me[4]
        AND CASE WHEN g.wide THEN is_wide ELSE is_near END
        AND (NOT is_partial OR reach && actip_private.tokens(me, g.wide, w.code)));
END $$;

-- Kinds of records of which some exist in a matter, for a role that may know that and no more (level x).
CREATE OR REPLACE FUNCTION actip.existence(of_matter uuid, slugs text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one text;
    hidden text[] := actip.hidden_slugs(of_matter);
    found text[] := '{}';
BEGIN
    FOREACH one IN ARRAY slugs LOOP
        IF EXISTS (SELECT FROM actip_private.audit_code c WHERE c.slug = one AND one <> ALL (hidden)
                   AND actip.reaches(of_matter, c.code, CASE c.verb WHEN 'change' THEN 'change' ELSE 'exist' END))
            AND EXISTS (SELECT FROM public.audit_event e
                        WHERE e.matter_id = of_matter AND e.record_type = one AND e.verb = 'create') THEN
            found := found || one;
        END IF;
    END LOOP;
    RETURN found;
END $$;

-- A draft belongs to whoever typed it.
ALTER TABLE public.records_draft ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own ON public.records_draft;
CREATE POLICY own ON public.records_draft USING (user_id = (SELECT actip.me_user()) OR (SELECT actip.is_system()))
    WITH CHECK (user_id = (SELECT actip.me_user()) OR (SELECT actip.is_system()));
