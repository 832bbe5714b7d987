-- The vault as the application's role may use it: data keys one by one, tokens through functions that test access.
CREATE SCHEMA IF NOT EXISTS actip;

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

-- Tokens: no rights at all on the table. ANALYZE keeps the frequencies of the commonest 1,000 hashes for find_rows.
ALTER TABLE public.vault_token ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
REVOKE ALL ON public.vault_token FROM PUBLIC, actip_app;
ALTER TABLE public.vault_token ALTER COLUMN hashes SET STATISTICS 100;

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

-- How many rows hold a hash, as ANALYZE last saw it; what it did not list is rare.
CREATE OR REPLACE FUNCTION actip.token_counts(wanted bigint[]) RETURNS TABLE (hash bigint, n float)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    common bigint[];
    share real[];
    total float;
BEGIN
    SELECT greatest(c.reltuples, 0) INTO total FROM pg_class c WHERE c.oid = 'public.vault_token'::regclass;
    SELECT s.most_common_elems::text::bigint[], s.most_common_elem_freqs INTO common, share FROM pg_stats s
    WHERE s.schemaname = 'public' AND s.tablename = 'vault_token' AND s.attname = 'hashes';
    RETURN QUERY SELECT w, total * coalesce(share[array_position(common, w)], 0.0001) FROM unnest(wanted) AS w;
END $$;

-- The verb that finds rows of a code: reading; where a record type of it is there for its writers alone, writing.
CREATE OR REPLACE FUNCTION actip.finding_verb(of_code text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN CASE WHEN EXISTS (SELECT FROM actip_private.audit_code c WHERE c.code = of_code AND c.verb = 'change')
        THEN 'change' ELSE 'read' END;
END $$;

-- Rows of a record type whose tokens hold at least min_hits of these hashes, best first; ids only, and only in matters
-- where the person may read records of this type. Whoever sees them masked must not find them by guessing.
--
-- Three ways, so that the commonest name costs little more than a rare one:
--   1. rows with all hashes, stopping at max_rows;
--   2. rows with some: whoever holds min_hits of n hashes holds two of the n - min_hits + 2 rarest (or one of them, when
--      one is enough), and the index finds pairs without touching rows. Complete, but for `most` candidates;
--   3. for common hashes asked by somebody of small reach: from her matters, complete whatever the name.
CREATE OR REPLACE FUNCTION actip.find_rows(record_code text, of_kind text, hashes bigint[], min_hits int, max_rows int)
RETURNS TABLE (row_id uuid, matter_id uuid, hits int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
SET jit = off SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    most CONSTANT int := 8000;
    small_reach CONSTANT int := 5000;
    mine int[] := actip.keys(record_code, actip.finding_verb(record_code));
    wanted bigint[] := ARRAY(SELECT DISTINCT h FROM unnest(find_rows.hashes) h LIMIT 64);
    total int := cardinality(wanted);
    needed int := greatest(1, least(min_hits, total));
    counts float[];
    expected float;
    spare int;
    pairs text;
    matters uuid[];
    found int;
BEGIN
    IF mine = '{}' OR total = 0 OR max_rows < 1 THEN
        RETURN;
    END IF;
    SELECT array_agg(c.hash ORDER BY c.n, c.hash), array_agg(c.n ORDER BY c.n, c.hash) INTO wanted, counts
    FROM actip.token_counts(wanted) c;
    -- How many of the rarest hashes decide, and how many rows they promise.
    spare := CASE WHEN needed = total THEN 1 ELSE least(total - needed + least(needed, 2), 12) END;
    expected := (SELECT sum(n) FROM unnest(counts[1:least(spare, 3)]) n);

    -- 3. Cheaper from the person's own matters?
    IF expected > small_reach / 3 AND NOT 0 = ANY (mine) THEN
        matters := ARRAY(SELECT f.matter_id FROM public.access_feed f WHERE f.token = ANY (mine) LIMIT small_reach + 1);
        IF cardinality(matters) <= small_reach THEN
            RETURN QUERY
            WITH candidate AS MATERIALIZED (
                SELECT t.row_id, t.matter_id, cardinality(t.hashes) AS size,
                       (SELECT count(*)::int FROM (SELECT unnest(t.hashes) AS hash) h WHERE h.hash = ANY (wanted)) AS n
                FROM (SELECT DISTINCT x FROM unnest(matters) x) own
                JOIN public.vault_token t ON t.matter_id = own.x
                WHERE t.code = record_code AND t.kind = of_kind AND t.hashes && wanted
            )
            SELECT c.row_id, c.matter_id, c.n FROM candidate c
            JOIN public.access_matter m ON m.id = c.matter_id AND m.reach && mine
            WHERE c.n >= needed ORDER BY c.n DESC, c.size, c.row_id LIMIT max_rows;
            RETURN;
        END IF;
    END IF;

    -- 1. All of them.
    RETURN QUERY
    SELECT t.row_id, t.matter_id, total FROM public.vault_token t
    JOIN public.access_matter m ON m.id = t.matter_id AND m.reach && mine
    WHERE t.hashes @> wanted AND t.code = record_code AND t.kind = of_kind LIMIT max_rows;
    GET DIAGNOSTICS found = ROW_COUNT;

    -- 2. Some of them.
    IF found < max_rows AND needed < total THEN
        SELECT string_agg(format('t.hashes @> ARRAY[%s, %s]', one.hash, other.hash), ' OR ') INTO pairs
        FROM unnest(wanted[1:spare]) WITH ORDINALITY AS one (hash, place)
        JOIN unnest(wanted[1:spare]) WITH ORDINALITY AS other (hash, place)
          ON one.place < other.place OR (needed = 1 AND one.place = other.place);
        RETURN QUERY EXECUTE format($query$
            WITH candidate AS MATERIALIZED (
                SELECT t.row_id, t.matter_id, cardinality(t.hashes) AS size,
                       (SELECT count(*)::int FROM (SELECT unnest(t.hashes) AS hash) h WHERE h.hash = ANY ($1)) AS n
                FROM public.vault_token t WHERE (%s) AND t.code = $2 AND t.kind = $3 LIMIT $4
            )
            SELECT c.row_id, c.matter_id, c.n FROM candidate c
            JOIN public.access_matter m ON m.id = c.matter_id AND m.reach && $5
            WHERE c.n >= $6 AND c.n < $7 ORDER BY c.n DESC, c.size, c.row_id LIMIT $8
        $query$, pairs) USING wanted, record_code, of_kind, most, mine, needed, total, max_rows - found;
    END IF;
END $$;

REVOKE ALL ON FUNCTION actip.data_key, actip.erase_key, actip.store_tokens, actip.token_counts, actip.find_rows FROM PUBLIC;
GRANT EXECUTE ON FUNCTION actip.data_key, actip.erase_key, actip.store_tokens, actip.find_rows TO actip_app;
