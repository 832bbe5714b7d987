-- Which rule limits all remands of a suspect together: by the longest term among the charges that stand; without
-- any, the shorter of the two sure limits. Up to six months the law's own limit is to be confirmed and may be switched off; then the next one holds.
CREATE OR REPLACE FUNCTION actip.remand_rule(of_suspect uuid, on_day date) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT CASE
        WHEN bool_or(c.is_life) OR max(c.max_months) >= 120 THEN 'DL-07-84'
        WHEN count(*) = 0 OR max(c.max_months) > 6 THEN 'DL-07-48'
        WHEN EXISTS (SELECT FROM public.records_rule r WHERE r.code = 'DL-07-7' AND r.is_active AND r.valid_from <= on_day
                     AND coalesce(r.valid_to, 'infinity') >= on_day) THEN 'DL-07-7'
        ELSE 'DL-07-48' END
    FROM public.cases_casecharge c
    WHERE c.suspect_id = of_suspect AND c.status NOT IN ('dropped', 'withdrawn', 'dismissed', 'acquitted')
$$;

-- Remands of one suspect neither overlap nor last longer together than the ceiling. After the row was let in.
CREATE OR REPLACE FUNCTION actip.guard_remand() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    rule_code text;
    ceiling int;
    days int;
    first_day date;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('remand'), hashtext(NEW.suspect_id::text));
    IF EXISTS (SELECT FROM public.cases_remand r WHERE r.suspect_id = NEW.suspect_id AND r.id <> NEW.id
               AND r.from_on <= NEW.to_on AND r.to_on >= NEW.from_on) THEN
        RAISE EXCEPTION 'remands overlap' USING ERRCODE = '23514', CONSTRAINT = 'remand_no_overlap';
    END IF;
    SELECT sum(r.to_on - r.from_on + 1), min(r.from_on) INTO days, first_day
    FROM public.cases_remand r WHERE r.suspect_id = NEW.suspect_id;
    rule_code := actip.remand_rule(NEW.suspect_id, first_day);
    SELECT l."limit" INTO ceiling FROM public.records_rule l WHERE l.code = rule_code AND l.is_active
        AND l.valid_from <= first_day AND coalesce(l.valid_to, 'infinity') >= first_day ORDER BY l.valid_from DESC LIMIT 1;
    IF days > ceiling THEN
        RAISE EXCEPTION 'more than % days', ceiling USING ERRCODE = '23514', CONSTRAINT = 'remand_within_ceiling';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER remand_limits AFTER INSERT OR UPDATE ON public.cases_remand
    FOR EACH ROW EXECUTE FUNCTION actip.guard_remand();
