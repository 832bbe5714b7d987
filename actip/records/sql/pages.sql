-- What pages ask of the trail and of matters in one statement; each function applies the access test itself.

-- The history of everything in a matter that the person may see, newest first. Not who looked.
CREATE OR REPLACE FUNCTION actip.matter_history(of_matter uuid, max_rows int)
RETURNS TABLE (at timestamptz, kind text, user_id bigint, agency_id bigint, role text, verb text, fields text[], detail jsonb,
               record_type text, record_id text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tokens int[] := (SELECT m.reach FROM public.access_matter m WHERE m.id = of_matter
                     AND m.reach && actip.keys(actip.root_code(m.kind), 'exist'));
    slugs text[] := ARRAY(SELECT c.slug FROM actip_private.audit_code c WHERE actip.keys(c.code, c.verb) && tokens);
BEGIN
    RETURN QUERY
    SELECT e.at, e.kind::text, e.user_id, e.agency_id, e.role::text, e.verb::text, e.fields, e.detail,
           e.record_type::text, e.record_id::text
      FROM public.audit_event e
     WHERE e.matter_id = of_matter AND e.record_type = ANY (slugs)
       AND e.verb NOT IN ('open', 'reveal', 'export', 'refuse')
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

-- Which of these verbs on these record codes reach a matter: for buttons that will work.
CREATE OR REPLACE FUNCTION actip.reaching(of_matter uuid, codes text[], verbs text[])
RETURNS TABLE (code text, verb text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT w.code, w.verb FROM unnest(codes, verbs) AS w (code, verb) WHERE actip.reaches(of_matter, w.code, w.verb)
$$;

-- Kinds of records of which some exist in a matter, for a role that may know that and no more (level x).
CREATE OR REPLACE FUNCTION actip.existence(of_matter uuid, slugs text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one text;
    found text[] := '{}';
BEGIN
    FOREACH one IN ARRAY slugs LOOP
        IF EXISTS (SELECT FROM actip_private.audit_code c WHERE c.slug = one
                   AND actip.reaches(of_matter, c.code, 'exist'))
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
