-- Matters by the thousand, for imports and generated data: the system alone may. Called by actip/records/bulk.py.

-- Opens many matters of one kind for one agency, each with its own time of opening.
CREATE OR REPLACE FUNCTION actip.open_matters(
    of_kind text, ids uuid[], numbers text[], opened timestamptz[], for_agency int, on_basis text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT actip.is_system() THEN
        RAISE EXCEPTION 'only the system opens many matters' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.access_matter (id, kind, number, status, opened_at, touched_at, reach)
    SELECT n.id, of_kind, n.number, '', n.at, n.at, '{0}' FROM unnest(ids, numbers, opened) AS n (id, number, at);
    INSERT INTO public.access_assignment (id, matter_id, agency_id, basis, state, is_lead, starts_at, note, reason,
        version, created_at, updated_at)
    SELECT gen_random_uuid(), n.id, for_agency, on_basis, 'accepted', true, n.at, '', '', 1, now(), now()
    FROM unnest(ids, opened) AS n (id, at);
END $$;

-- What is brought in from elsewhere keeps its place in lists: last touched when that happened, not when it was loaded.
CREATE OR REPLACE FUNCTION actip.date_matters(ids uuid[], touched timestamptz[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT actip.is_system() THEN
        RAISE EXCEPTION 'only the system dates matters' USING ERRCODE = '42501';
    END IF;
    UPDATE public.access_matter m SET touched_at = n.at FROM unnest(ids, touched) AS n (id, at) WHERE m.id = n.id;
END $$;
