-- Milestones of the criminal case of a person, for whoever reads the person and may know that the case is prosecuted
-- (level x): the days on which it was indicted, is heard next, was judged. Not the case, the court, nor the outcome.
CREATE OR REPLACE FUNCTION actip.case_milestones(of_person uuid) RETURNS TABLE (kind text, on_day date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH mine AS (
        SELECT p.case_id FROM public.victims_person p
        WHERE p.id = of_person AND actip.reaches(p.matter_id, 'VPR', 'read') AND actip.may('PRC', 'exist'))
    SELECT found.kind, found.on_day FROM (
        SELECT 1 AS place, 'indicted' AS kind, (
            SELECT min(coalesce(r.attorney_general_on, r.decided_on)) FROM public.cases_prosecution r
            JOIN mine USING (case_id) WHERE r.status = 'indicted') AS on_day
        UNION ALL
        SELECT 2, 'next_hearing', (
            SELECT min((h.starts_at AT TIME ZONE 'Asia/Bangkok')::date) FROM public.cases_hearing h
            JOIN public.cases_courtcase k ON k.id = h.court_case_id JOIN mine USING (case_id)
            WHERE h.status = 'planned'
              AND (h.starts_at AT TIME ZONE 'Asia/Bangkok')::date >= (now() AT TIME ZONE 'Asia/Bangkok')::date)
        UNION ALL
        SELECT 3, 'judgment', (
            SELECT max(k.judgment_on) FROM public.cases_courtcase k JOIN mine USING (case_id))) found
    WHERE found.on_day IS NOT NULL ORDER BY found.place
$$;
