-- The vault as the application's role may use it: data keys one by one, tokens through functions that test access.
CREATE SCHEMA IF NOT EXISTS actip;
CREATE SCHEMA IF NOT EXISTS actip_private;

-- Data keys: added freely, read one by one by an id that only a visible row tells, never listed, never changed.
ALTER TABLE public.vault_datakey ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
REVOKE ALL ON public.vault_datakey FROM PUBLIC, actip_app;
GRANT INSERT ON public.vault_datakey TO actip_app;
DROP POLICY IF EXISTS add_keys ON public.vault_datakey;
CREATE POLICY add_keys ON public.vault_datakey FOR INSERT TO actip_app WITH CHECK (true);

CREATE OR REPLACE FUNCTION actip.data_key(key_id uuid) RETURNS TABLE (wrapped bytea, master_id varchar)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT k.wrapped, k.master_id FROM public.vault_datakey k WHERE k.id = key_id;
END $$;

CREATE OR REPLACE FUNCTION actip.erase_key(key_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT actip.is_system() THEN
        RAISE EXCEPTION 'only the system destroys a data key' USING ERRCODE = '42501';
    END IF;
    UPDATE public.vault_datakey SET wrapped = NULL, destroyed_at = now() WHERE id = key_id AND destroyed_at IS NULL;
    RETURN FOUND;
END $$;

-- Marks of the keys that this database was sealed with (vault/marks.py); only the deploying role adds one, none is changed.
CREATE TABLE IF NOT EXISTS actip_private.key_mark (name text PRIMARY KEY, mark text NOT NULL);
REVOKE ALL ON actip_private.key_mark FROM PUBLIC;

CREATE OR REPLACE FUNCTION actip.strange_keys(names text[], marks text[]) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT coalesce(array_agg(k.name ORDER BY k.name), '{}') FROM actip_private.key_mark k
    JOIN unnest(names, marks) AS given (name, mark) ON given.name = k.name AND given.mark <> k.mark
$$;

-- Tokens: no rights at all on the table. ANALYZE keeps the frequencies of the commonest 2,000 hashes for find_rows.
ALTER TABLE public.vault_token ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
REVOKE ALL ON public.vault_token FROM PUBLIC, actip_app;
ALTER TABLE public.vault_token ALTER COLUMN hashes SET STATISTICS 200;

-- Replaces all tokens of a row: hashes[i] is the array, as text, of kinds[i].
CREATE OR REPLACE FUNCTION actip.store_tokens(record_code text, of_row uuid, of_matter uuid, kinds text[], hashes text[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.access_matter m WHERE m.id = of_matter
                   AND m.reach && (actip.keys(record_code, 'create') || actip.keys(record_code, 'change'))) THEN
        RAISE EXCEPTION 'this matter is out of reach' USING ERRCODE = '42501';
    END IF;
    DELETE FROM public.vault_token t WHERE t.row_id = of_row AND t.matter_id = of_matter AND t.code = record_code;
    INSERT INTO public.vault_token (row_id, kind, code, matter_id, hashes)
    SELECT of_row, n.kind, record_code, of_matter, n.list::bigint[] FROM unnest(kinds, hashes) AS n (kind, list);
END $$;

-- How many rows hold a hash, as ANALYZE last saw it; what it did not list is rare, and 0 where no row holds it.
CREATE OR REPLACE FUNCTION actip.token_counts(wanted bigint[]) RETURNS TABLE (hash bigint, n float)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
SET jit = off SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    common bigint[];
    share real[];
    total float;
BEGIN
    SELECT greatest(c.reltuples, 0) INTO total FROM pg_class c WHERE c.oid = 'public.vault_token'::regclass;
    SELECT s.most_common_elems::text::bigint[], s.most_common_elem_freqs INTO common, share FROM pg_stats s
    WHERE s.schemaname = 'public' AND s.tablename = 'vault_token' AND s.attname = 'hashes';
    RETURN QUERY
    SELECT w.hash, CASE WHEN common[w.place] = w.hash THEN greatest(1, total * share[w.place])
                        WHEN EXISTS (SELECT FROM public.vault_token t WHERE t.hashes @> ARRAY[w.hash]) THEN 100
                        ELSE 0 END
    FROM (SELECT DISTINCT u AS hash, CASE WHEN common IS NULL THEN 0 ELSE width_bucket(u, common) END AS place
          FROM unnest(wanted) AS u) w;  -- ANALYZE lists them in order
END $$;

-- The verb that finds rows of a code: reading; where a record type of it is there for its writers alone, writing.
CREATE OR REPLACE FUNCTION actip.finding_verb(of_code text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN CASE WHEN EXISTS (SELECT FROM actip_private.audit_code c WHERE c.code = of_code AND c.verb = 'change')
        THEN 'change' ELSE 'read' END;
END $$;

-- The matters that these tokens reach, if they are no more than `most`; else null, which is found out before any is listed.
CREATE OR REPLACE FUNCTION actip.matters_within(mine int[], most int) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF 0 = ANY (mine) OR EXISTS (SELECT FROM public.access_feed f WHERE f.token = ANY (mine) OFFSET most) THEN
        RETURN NULL;  -- the feed leaves out who reaches all
    END IF;
    RETURN ARRAY(SELECT f.matter_id FROM public.access_feed f WHERE f.token = ANY (mine));
END $$;

-- The rows of some matters that answer any of the lookups: complete, whatever is asked.
CREATE OR REPLACE FUNCTION actip.rows_of_matters(
    record_code text, of_kind text, mine int[], matters uuid[], lookups text[], least_hits int[], max_rows int
) RETURNS TABLE (row_id uuid, matter_id uuid, hits int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
SET jit = off SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    wanted bigint[] := ARRAY(SELECT DISTINCT h FROM unnest(lookups) l, unnest(l::bigint[]) h);
BEGIN
    RETURN QUERY
    WITH held AS MATERIALIZED (
        SELECT t.row_id, t.matter_id, cardinality(t.hashes) AS size,
               ARRAY(SELECT u.hash FROM (SELECT unnest(t.hashes) AS hash) u WHERE u.hash = ANY (wanted)) AS some
        FROM (SELECT DISTINCT x FROM unnest(matters) x) own
        JOIN public.vault_token t ON t.matter_id = own.x
        WHERE t.code = record_code AND t.kind = of_kind
    ), asked AS MATERIALIZED (
        SELECT a.place, a.list::bigint[] AS list, greatest(1, least(a.least, cardinality(a.list::bigint[]))) AS needed
        FROM unnest(lookups, least_hits) WITH ORDINALITY AS a (list, least, place)
    ), answer AS (
        SELECT a.place, h.row_id, h.matter_id, n.hits,
               row_number() OVER (PARTITION BY a.place ORDER BY n.hits DESC, h.size, h.row_id) AS rank
        FROM held h JOIN asked a ON cardinality(h.some) >= a.needed
        CROSS JOIN LATERAL (SELECT count(*)::int FROM unnest(h.some) AS u (hash) WHERE u.hash = ANY (a.list)) n (hits)
        JOIN public.access_matter m ON m.id = h.matter_id AND m.reach && mine
        WHERE n.hits >= a.needed
    ), first AS (
        SELECT DISTINCT ON (w.row_id) w.* FROM answer w WHERE w.rank <= max_rows ORDER BY w.row_id, w.place
    )
    SELECT f.row_id, f.matter_id, f.hits FROM first f ORDER BY f.place, f.rank;
END $$;

-- Rows with at least `needed` of these hashes (the rarest first) but fewer than `below`, best first. Whoever lacks at most
-- d of them holds some k of any d + k: the index looks for each k of the d + k rarest, so that few rows are touched. With
-- more sets of hashes fewer rows answer without belonging there, but beyond 21 looking costs more than it saves.
-- Complete, but for `most` candidates.
CREATE OR REPLACE FUNCTION actip.rows_with_some(
    record_code text, of_kind text, mine int[], wanted bigint[], needed int, below int, max_rows int
) RETURNS TABLE (row_id uuid, matter_id uuid, hits int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
SET jit = off SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    most CONSTANT int := 8000;
    most_sets CONSTANT int := 21;
    lacking int := cardinality(wanted) - needed;
    k int := 1;
    sets int := lacking + 1;
    either text;
BEGIN
    WHILE k < needed AND sets * (lacking + k + 1) / (k + 1) <= most_sets LOOP
        sets := sets * (lacking + k + 1) / (k + 1);
        k := k + 1;
    END LOOP;
    WITH RECURSIVE part (list, size, last) AS (
        SELECT '{}'::bigint[], 0, 0
        UNION ALL
        SELECT p.list || wanted[next], p.size + 1, next FROM part p, generate_series(p.last + 1, lacking + p.size + 1) AS next
        WHERE p.size < k
    )
    SELECT string_agg(format('t.hashes @> %L::bigint[]', p.list), ' OR ') INTO either FROM part p WHERE p.size = k;
    RETURN QUERY EXECUTE format($query$
        WITH candidate AS MATERIALIZED (
            SELECT t.row_id, t.matter_id, cardinality(t.hashes) AS size,
                   (SELECT count(*)::int FROM (SELECT unnest(t.hashes) AS hash) u WHERE u.hash = ANY ($1)) AS n
            FROM public.vault_token t WHERE (%s) AND t.code = $2 AND t.kind = $3 LIMIT $4
        )
        SELECT c.row_id, c.matter_id, c.n
        FROM (SELECT * FROM candidate WHERE n >= $6 AND n < $7 ORDER BY n DESC, size, row_id OFFSET 0) c
        CROSS JOIN LATERAL (SELECT FROM public.access_matter m WHERE m.id = c.matter_id AND m.reach && $5 OFFSET 0) m
        ORDER BY c.n DESC, c.size, c.row_id LIMIT $8  -- in this order already: reach is asked until the list is full
    $query$, either) USING wanted, record_code, of_kind, most, mine, needed, below, max_rows;
END $$;

-- Rows that answer one lookup: those with all its hashes (the rarest first), then those with some. No row holds the first
-- `unheld`: a slip of the pen makes such hashes, and what is left is few sets. The first step is taken even so, that an
-- answer comes no sooner where a document is known to nobody than where it is known beyond her reach.
CREATE OR REPLACE FUNCTION actip.rows_answering(
    record_code text, of_kind text, mine int[], wanted bigint[], unheld int, needed int, max_rows int
) RETURNS TABLE (row_id uuid, matter_id uuid, hits int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
SET jit = off SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    total int := cardinality(wanted);
    found int;
BEGIN
    RETURN QUERY
    SELECT t.row_id, t.matter_id, total FROM public.vault_token t
    JOIN public.access_matter m ON m.id = t.matter_id AND m.reach && mine
    WHERE t.hashes @> wanted AND t.code = record_code AND t.kind = of_kind LIMIT max_rows;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found < max_rows AND needed < total AND needed <= total - unheld THEN
        RETURN QUERY SELECT * FROM actip.rows_with_some(
            record_code, of_kind, mine, wanted[unheld + 1:], needed, total, max_rows - found);
    END IF;
END $$;

-- Rows of a record type that answer any of several lookups, each a list of hashes (an array as text) of which a row holds
-- at least so many: first the answers to the first, best first, every row once. Ids only, and only in matters where the
-- person may read records of this type. Whoever sees them masked must not find them by guessing.
--
-- What it costs (docs/decisions/0024) hardly depends on how many names there are, or on how common the one is that is asked for:
--   - for somebody of tiny reach, or of small reach who asks for what is common, all that her matters hold is looked
--     through once for all lookups. Complete, but for max_rows to a lookup;
--   - else the index is asked lookup by lookup, each until it has max_rows; once `enough` rows are found, the lookups that
--     are left are not asked: they are weaker.
DROP FUNCTION IF EXISTS actip.find_rows(text, text, bigint[], int, int);
CREATE OR REPLACE FUNCTION actip.find_rows(
    record_code text, of_kind text, lookups text[], least_hits int[], max_rows int, enough int
) RETURNS TABLE (row_id uuid, matter_id uuid, hits int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
SET jit = off SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    tiny_reach CONSTANT int := 1000;
    small_reach CONSTANT int := 5000;
    mine int[] := actip.keys(record_code, actip.finding_verb(record_code));
    known bigint[];
    counts float[];
    promised float;
    matters uuid[];
    asked record;
    seen uuid[] := '{}';
BEGIN
    IF mine = '{}' OR max_rows < 1 THEN
        RETURN;
    END IF;
    matters := actip.matters_within(mine, tiny_reach);
    IF matters IS NULL THEN
        SELECT array_agg(c.hash), array_agg(c.n) INTO known, counts
        FROM actip.token_counts(ARRAY(SELECT h FROM unnest(lookups) l, unnest(l::bigint[]) h)) c;
        -- As many rows as the rarest hashes promise of which every answer must hold one, for the lookup that promises most.
        SELECT max(p.n) INTO promised FROM unnest(lookups, least_hits) AS a (list, least) CROSS JOIN LATERAL (
            SELECT sum(r.n) AS n FROM (
                SELECT c.n, row_number() OVER (ORDER BY c.n) AS place, count(*) OVER () AS total
                FROM unnest(known, counts) AS c (hash, n) WHERE c.hash = ANY (a.list::bigint[])
            ) r WHERE r.place <= greatest(1, r.total - a.least + 1)
        ) p;
        IF promised > small_reach / 3 THEN
            matters := actip.matters_within(mine, small_reach);
        END IF;
    END IF;
    IF matters IS NOT NULL THEN
        RETURN QUERY SELECT * FROM actip.rows_of_matters(record_code, of_kind, mine, matters, lookups, least_hits, max_rows);
        RETURN;
    END IF;

    FOR asked IN
        SELECT k.*, greatest(1, least(a.least, cardinality(k.hashes))) AS needed
        FROM unnest(lookups, least_hits) WITH ORDINALITY AS a (list, least, place)
        CROSS JOIN LATERAL (
            SELECT array_agg(c.hash ORDER BY c.n, c.hash) AS hashes, count(*) FILTER (WHERE c.n = 0)::int AS unheld
            FROM unnest(known, counts) AS c (hash, n) WHERE c.hash = ANY (a.list::bigint[])
        ) k WHERE k.hashes IS NOT NULL ORDER BY a.place
    LOOP
        FOR row_id, matter_id, hits IN
            SELECT * FROM actip.rows_answering(
                record_code, of_kind, mine, asked.hashes, asked.unheld, asked.needed, max_rows)
        LOOP
            IF row_id <> ALL (seen) THEN
                seen := seen || row_id;
                RETURN NEXT;
            END IF;
        END LOOP;
        EXIT WHEN cardinality(seen) >= enough;
    END LOOP;
END $$;

REVOKE ALL ON FUNCTION actip.data_key, actip.strange_keys, actip.erase_key, actip.store_tokens, actip.token_counts, actip.matters_within,
    actip.rows_of_matters, actip.rows_with_some, actip.rows_answering, actip.find_rows FROM PUBLIC;
GRANT EXECUTE ON FUNCTION actip.data_key, actip.strange_keys, actip.erase_key, actip.store_tokens, actip.find_rows TO actip_app;
