-- Cells: exact at every moment as (what was counted) + (what changed since). Writers only note the matter that changed.

CREATE OR REPLACE FUNCTION actip.matter_dirty() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO public.reporting_dirty (matter_id, since) VALUES (NEW.id, clock_timestamp())
    ON CONFLICT (matter_id) DO UPDATE SET since = excluded.since;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER matter_dirty AFTER INSERT OR UPDATE OF reach, touched_at ON public.access_matter
    FOR EACH ROW EXECUTE FUNCTION actip.matter_dirty();

-- The tokens for which a matter is counted, so that nobody who holds two of them counts it twice: an officer's own
-- token, or a limited one, counts only where the whole agency is not assigned. A locked matter counts for those whom the
-- lock lets in alone, as in actip.tokens_of: a figure that counted more than its list would tell of the lock.
CREATE OR REPLACE FUNCTION actip.counting_tokens(of_matter uuid) RETURNS int[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH held AS (
        SELECT a.agency_id, a.officer_id, a.timed_token, m.locked_to IS NOT NULL AND a.officer_id IS NOT NULL AS is_hers_alone
        FROM public.access_assignment a JOIN public.access_matter m ON m.id = a.matter_id
        WHERE a.matter_id = of_matter AND a.state IN ('offered', 'accepted')
          AND (m.locked_to IS NULL OR actip.opens_lock(a.matter_id, a.agency_id, a.officer_id))
    )
    SELECT array_agg(DISTINCT t.token) FROM (
        SELECT 0 AS token
        UNION ALL SELECT (4 * agency_id + 1)::int FROM held WHERE timed_token IS NULL AND NOT is_hers_alone
        UNION ALL SELECT (4 * agency_id)::int FROM held WHERE timed_token IS NULL AND officer_id IS NULL
        UNION ALL SELECT (4 * h.officer_id + 2)::int FROM held h
            WHERE h.timed_token IS NULL AND h.officer_id IS NOT NULL
              -- an officer who has gone to another agency took no figures with her
              AND EXISTS (SELECT FROM public.accounts_user u WHERE u.id = h.officer_id AND u.agency_id = h.agency_id)
              AND NOT EXISTS (
                SELECT FROM held w WHERE w.agency_id = h.agency_id AND w.officer_id IS NULL AND w.timed_token IS NULL)
        UNION ALL SELECT (4 * h.timed_token + 3)::int FROM held h
            WHERE h.timed_token IS NOT NULL AND NOT EXISTS (
                SELECT FROM held w WHERE w.agency_id = h.agency_id AND w.timed_token IS NULL)
    ) t
$$;

-- What was counted while locks were not respected is counted again.
INSERT INTO public.reporting_dirty (matter_id, since) SELECT m.id, now() FROM public.access_matter m WHERE m.locked_to IS NOT NULL
ON CONFLICT (matter_id) DO NOTHING;

-- Counts up to `most` changed matters into the cells; returns how many it took. Safe beside writers and beside itself. Planned anew each
-- time: a plan kept from when the tables were nearly empty took half a minute for a thousand matters (PostgreSQL 18 keeps such plans).
CREATE OR REPLACE FUNCTION actip.refresh_cells(most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_custom_plan AS $$
DECLARE taken uuid[];
BEGIN
    WITH due AS (
        SELECT d.matter_id FROM public.reporting_dirty d ORDER BY d.since LIMIT most FOR UPDATE SKIP LOCKED
    ), gone AS (
        DELETE FROM public.reporting_dirty d USING due WHERE d.matter_id = due.matter_id RETURNING d.matter_id
    )
    SELECT coalesce(array_agg(matter_id), '{}') INTO taken FROM gone;
    IF taken = '{}' THEN RETURN 0; END IF;
    PERFORM pg_advisory_xact_lock(hashtext('actip.refresh_cells'));

    CREATE TEMP TABLE IF NOT EXISTS cell_change (
        token int, code text, indicator text, year int, breakdown text, category text, n bigint, amount numeric, matters int
    ) ON COMMIT DELETE ROWS;
    TRUNCATE pg_temp.cell_change;
    INSERT INTO pg_temp.cell_change
    SELECT t.token, f.code, f.indicator, f.year, f.breakdown, f.category, -f.n, -f.amount, -1
    FROM public.reporting_fact f JOIN public.reporting_counted c USING (matter_id), unnest(c.tokens) AS t(token)
    WHERE f.matter_id = ANY (taken);
    DELETE FROM public.reporting_fact WHERE matter_id = ANY (taken);
    DELETE FROM public.reporting_counted WHERE matter_id = ANY (taken);
    INSERT INTO public.reporting_fact (matter_id, code, indicator, year, breakdown, category, n, amount)
    SELECT * FROM actip.facts(taken);
    INSERT INTO public.reporting_counted (matter_id, tokens)
    SELECT m.id, actip.counting_tokens(m.id) FROM unnest(taken) AS m(id);
    INSERT INTO pg_temp.cell_change
    SELECT t.token, f.code, f.indicator, f.year, f.breakdown, f.category, f.n, f.amount, 1
    FROM public.reporting_fact f JOIN public.reporting_counted c USING (matter_id), unnest(c.tokens) AS t(token)
    WHERE f.matter_id = ANY (taken);
    INSERT INTO public.reporting_cell AS c (token, code, indicator, year, breakdown, category, n, amount, matters)
    SELECT token, code, indicator, year, breakdown, category, sum(n), sum(amount), sum(matters) FROM pg_temp.cell_change
    GROUP BY token, code, indicator, year, breakdown, category HAVING sum(n) <> 0 OR sum(amount) <> 0 OR sum(matters) <> 0
    ON CONFLICT (token, code, indicator, year, breakdown, category)
    DO UPDATE SET n = c.n + excluded.n, amount = c.amount + excluded.amount, matters = c.matters + excluded.matters;
    RETURN cardinality(taken);
END $$;

-- What the person's cells lack because of matters changed since; empty when so many changed that a recount is due first.
CREATE OR REPLACE FUNCTION actip.corrections(of_code text)
RETURNS TABLE (indicator text, year int, breakdown text, category text, n bigint, amount numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    mine int[] := actip.keys(of_code, 'read');
    changed uuid[] := ARRAY(SELECT d.matter_id FROM public.reporting_dirty d LIMIT 2001);
BEGIN
    IF mine = '{}' OR changed = '{}' OR cardinality(changed) > 2000 THEN RETURN; END IF;
    RETURN QUERY
    SELECT x.indicator::text, x.year, x.breakdown::text, x.category::text, sum(x.n)::bigint, sum(x.amount) FROM (
        SELECT f.indicator, f.year, f.breakdown, f.category, f.n, f.amount
        FROM actip.facts(ARRAY(SELECT m.id FROM public.access_matter m WHERE m.id = ANY (changed) AND m.reach && mine)) f
        WHERE f.code = of_code
        UNION ALL
        SELECT f.indicator, f.year, f.breakdown, f.category, -f.n, -f.amount
        FROM public.reporting_fact f JOIN public.reporting_counted c USING (matter_id), unnest(c.tokens) AS t(token)
        WHERE f.matter_id = ANY (changed) AND f.code = of_code AND t.token = ANY (mine)
    ) x GROUP BY x.indicator, x.year, x.breakdown, x.category;
END $$;

CREATE OR REPLACE FUNCTION actip.changed_matters() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    AS $$ SELECT count(*) FROM (SELECT FROM public.reporting_dirty LIMIT 2001) d $$;

-- Cells of the country that were counted before they said in how many matters their rows stand.
DO $$
BEGIN
    IF EXISTS (SELECT FROM public.reporting_cell c WHERE c.token = 0 AND c.n > 0 AND c.matters = 0) THEN
        UPDATE public.reporting_cell c SET matters = f.matters
        FROM (SELECT code, indicator, year, breakdown, category, count(*) AS matters FROM public.reporting_fact
              GROUP BY code, indicator, year, breakdown, category) f
        WHERE c.token = 0 AND (c.code, c.indicator, c.year, c.breakdown, c.category)
              = (f.code, f.indicator, f.year, f.breakdown, f.category);
    END IF;
END $$;

-- Whether a cell of the country is told: no group of fewer than five, and none that the others and the total leave over. Five payments
-- to one person are told of nobody else, so matters are counted (the people, of what is theirs) and not rows. Where the groups of a
-- breakdown that are too small come to fewer than five together, the smallest that is not goes with them; how many they are together
-- is known where nobody stands in two groups. It looks the cell up by its name: an answer about numbers of the asker's choice would be
-- one about the others.
CREATE OR REPLACE FUNCTION actip.is_told(of_code text, of_indicator text, of_year int, of_breakdown text, of_category text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (
        SELECT FROM public.reporting_cell c JOIN public.reporting_cell t
            ON t.token = 0 AND (t.code, t.indicator, t.year, t.breakdown, t.category) = (c.code, c.indicator, c.year, '', '')
        CROSS JOIN LATERAL (
            SELECT coalesce(CASE WHEN sum(o.matters) = t.matters THEN sum(o.matters) FILTER (WHERE o.matters < 5)
                                 ELSE max(o.matters) FILTER (WHERE o.matters < 5) END, 0) AS hidden,
                   coalesce(bool_or(o.matters >= 5 AND (o.matters, o.category) < (c.matters, c.category)), false) AS another_goes
            FROM public.reporting_cell o
            WHERE o.token = 0 AND (o.code, o.indicator, o.year, o.breakdown) = (c.code, c.indicator, c.year, c.breakdown)) beside
        WHERE c.token = 0 AND (c.code, c.indicator, c.year, c.breakdown, c.category)
              = (of_code, of_indicator, of_year, of_breakdown, of_category)
          AND c.matters >= 5 AND (c.breakdown = '' OR beside.hidden NOT BETWEEN 1 AND 4 OR beside.another_goes)
          AND actip.may('STA', 'stats'))
$$;
