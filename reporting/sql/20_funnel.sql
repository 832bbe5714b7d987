-- The path of the referral mechanism in a year, counted in reports and in people: notified, screened, identified, victims.
-- Over what the person reaches, or (is_national) over the whole country for whoever may read statistics, with no group of fewer
-- than five; nor who is identified where the victims among them leave fewer than five over. A step that the role does not read is
-- NULL. People entered twice and merged are one.
CREATE OR REPLACE FUNCTION actip.funnel(of_year int, is_national boolean)
RETURNS TABLE (step text, reports bigint, people bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    told int[] := CASE WHEN is_national THEN '{0}' ELSE actip.keys('RPT', 'read') END;
    met int[] := CASE WHEN is_national THEN '{0}' ELSE actip.keys('VPR', 'read') END;
    decided int[] := CASE WHEN is_national THEN '{0}' ELSE actip.keys('IDN', 'read') END;
    begins timestamptz := make_timestamptz(of_year, 1, 1, 0, 0, 0, 'Asia/Bangkok');
    fewest CONSTANT bigint := CASE WHEN is_national THEN 5 ELSE 0 END;
BEGIN
    IF is_national AND NOT actip.may('STA', 'stats') THEN RETURN; END IF;
    RETURN QUERY
    SELECT found.step,
        CASE WHEN found.counts AND found.reports >= fewest AND (found.place <> 3 OR found.reports - found.reports_after NOT BETWEEN 1 AND fewest - 1)
             THEN found.reports END,
        CASE WHEN found.counts AND found.people >= fewest AND (found.place <> 3 OR found.people - found.people_after NOT BETWEEN 1 AND fewest - 1)
             THEN found.people END
    FROM (SELECT all_four.*, lead(all_four.reports) OVER (ORDER BY all_four.place) AS reports_after,
                 lead(all_four.people) OVER (ORDER BY all_four.place) AS people_after FROM (
        SELECT 1, 'notified'::text, told <> '{}', count(*), coalesce(sum(r.people_count), 0)::bigint
        FROM public.cases_report r JOIN public.access_matter m ON m.id = r.matter_id
        WHERE m.reach && told AND r.received_at >= begins AND r.received_at < begins + interval '1 year'
        UNION ALL
        SELECT 2, 'screened', met <> '{}', count(DISTINCT p.report_id), count(DISTINCT CASE WHEN p.merged_into_id IS NULL THEN p.id ELSE actip_private.kept(p.id) END)
        FROM public.victims_screening s JOIN public.victims_person p ON p.id = s.person_id
        JOIN public.access_matter m ON m.id = s.matter_id
        WHERE m.reach && met AND s.status = 'done' AND s.screened_on >= make_date(of_year, 1, 1) AND s.screened_on < make_date(of_year + 1, 1, 1)
        UNION ALL
        SELECT steps.place, steps.step, decided <> '{}', count(DISTINCT p.report_id),
            count(DISTINCT CASE WHEN p.merged_into_id IS NULL THEN p.id ELSE actip_private.kept(p.id) END)
        FROM (VALUES (3, 'identified', '{decided_victim_tip,decided_victim_forced_labour,decided_not_victim,undetermined}'::text[]),
                     (4, 'victims', '{decided_victim_tip,decided_victim_forced_labour}'::text[])) AS steps (place, step, states)
        LEFT JOIN (public.victims_identificationdecision d JOIN public.victims_person p ON p.id = d.person_id
                   JOIN public.access_matter m ON m.id = d.matter_id AND m.reach && decided)
            ON d.status = ANY (steps.states) AND d.decided_on >= make_date(of_year, 1, 1) AND d.decided_on < make_date(of_year + 1, 1, 1)
            AND NOT EXISTS (SELECT FROM public.victims_identificationdecision n WHERE n.supersedes_id = d.id
                            AND n.status = ANY ('{decided_victim_tip,decided_victim_forced_labour,decided_not_victim,undetermined}'::text[]))
        GROUP BY 1, 2
    ) AS all_four (place, step, counts, reports, people)) AS found ORDER BY found.place;
END $$;
