-- What a case shares with other cases, for whoever reads both: a person (the same document), a telephone, an account or vehicle (the
-- same number in the register), the report that both came from, a place. Runs as its owner, since nobody may read tokens, so it
-- tests access itself at both ends before it counts, numbers or cuts off anything: what the person may not see leaves no gap.
-- thing numbers what is shared, in this answer alone; mine and theirs are the records at the two ends. Reporters are never compared.
CREATE OR REPLACE FUNCTION actip.case_links(of_case uuid, max_rows int)
RETURNS TABLE (kind text, what text, thing int, mine uuid, other_case uuid, theirs uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET jit = off SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    files int[] := actip.keys('HDR', 'read');
    suspects int[] := actip.keys('SUS', actip.finding_verb('SUS'));
    assets int[] := actip.keys('AST', actip.finding_verb('AST'));
    reports int[] := actip.keys('RPT', 'read');
    here int[];
BEGIN
    SELECT m.reach INTO here FROM public.access_matter m WHERE m.id = of_case AND m.kind = 'case' AND m.reach && files;
    IF here IS NULL THEN RETURN; END IF;
    RETURN QUERY
    WITH found AS (
        SELECT CASE t.kind WHEN 'document' THEN 'person' ELSE 'phone' END AS kind, '' AS what, h.hash::text AS key,
               i.suspect_id AS mine, o.matter_id AS other, j.suspect_id AS theirs
        FROM public.vault_token t CROSS JOIN LATERAL unnest(t.hashes) h(hash)
        JOIN public.cases_suspectidentity i ON i.id = t.row_id
        JOIN public.vault_token o ON o.hashes @> ARRAY[h.hash] AND o.code = 'SUS' AND o.kind = t.kind AND o.matter_id <> of_case
        JOIN public.cases_suspectidentity j ON j.id = o.row_id
        JOIN public.access_matter m ON m.id = o.matter_id AND m.reach && suspects
        WHERE t.matter_id = of_case AND t.code = 'SUS' AND t.kind IN ('document', 'phone') AND here && suspects
        UNION ALL
        SELECT 'asset', a.kind, h.hash::text, a.id, o.matter_id, b.id
        FROM public.vault_token t CROSS JOIN LATERAL unnest(t.hashes) h(hash)
        JOIN public.cases_assetnumber i ON i.id = t.row_id JOIN public.cases_asset a ON a.id = i.asset_id
        JOIN public.vault_token o ON o.hashes @> ARRAY[h.hash] AND o.code = 'AST' AND o.kind = t.kind AND o.matter_id <> of_case
        JOIN public.cases_assetnumber j ON j.id = o.row_id JOIN public.cases_asset b ON b.id = j.asset_id AND b.kind = a.kind
        JOIN public.access_matter m ON m.id = o.matter_id AND m.reach && assets
        WHERE t.matter_id = of_case AND t.code = 'AST' AND t.kind = 'number' AND here && assets
        UNION ALL
        SELECT 'report', '', r.id::text, r.id, c.id, r.id
        FROM (SELECT x.report_id AS id FROM public.cases_case x WHERE x.id = of_case
              UNION SELECT x.id FROM public.cases_report x WHERE x.linked_case_id = of_case) r
        JOIN public.access_matter m ON m.id = r.id AND m.reach && reports
        JOIN public.cases_report of_both ON of_both.id = r.id
        JOIN public.cases_case c ON c.id <> of_case AND (c.report_id = r.id OR c.id = of_both.linked_case_id)
        UNION ALL
        SELECT 'place', p.kind, p.id::text, p.id, q.matter_id, q.id
        FROM public.cases_caseplace p
        JOIN public.cases_caseplace q ON q.country = p.country AND q.province = p.province AND q.kind = p.kind
            AND lower(btrim(q.district)) = lower(btrim(p.district)) AND q.matter_id <> of_case
            AND q.from_on <= coalesce(p.to_on, p.from_on) AND p.from_on <= coalesce(q.to_on, q.from_on)
        WHERE p.matter_id = of_case AND p.kind <> 'unknown' AND p.district <> ''
    ), open AS (
        SELECT DISTINCT f.kind, f.what, f.key, f.mine, f.other, f.theirs, m.number
        FROM found f JOIN public.access_matter m ON m.id = f.other AND m.kind = 'case' AND m.reach && files
        ORDER BY f.kind, f.what, f.key, m.number, f.mine, f.theirs LIMIT max_rows
    )
    SELECT o.kind, o.what::text, (dense_rank() OVER (ORDER BY o.kind, o.what, o.key))::int, o.mine, o.other, o.theirs
    FROM open o ORDER BY 3, o.number, o.mine, o.theirs;
END $$;
