-- Breaking the glass (level b of the matrix): one officer, one person, one kind of record, one hour. No job ends it: the
-- policies of what is behind the glass ask glass_open, which compares times with each statement.
CREATE OR REPLACE FUNCTION actip.glass_open(of_matter uuid, of_code text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (
        SELECT FROM public.victims_brokenglass g JOIN public.access_matter m ON m.id = g.matter_id
        WHERE g.matter_id = of_matter AND g.code = of_code
          AND g.broken_by_id = actip.me_user() AND g.agency_id = actip.me_agency()
          AND g.broken_at <= statement_timestamp() AND g.until > statement_timestamp()
          -- whoever has lost the person, or whose role has changed, has lost this as well
          AND m.reach OPERATOR(pg_catalog.&&) actip.keys(of_code, 'break'))
$$;

-- The end of the third working day (Monday to Friday; a public holiday does not lengthen it) in Asia/Bangkok.
CREATE OR REPLACE FUNCTION actip.three_working_days(since timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT (max(d) + interval '1 day' - interval '1 second') AT TIME ZONE 'Asia/Bangkok'
    FROM (SELECT (since AT TIME ZONE 'Asia/Bangkok')::date + n AS d FROM generate_series(1, 7) AS s(n)
          WHERE extract(isodow FROM (since AT TIME ZONE 'Asia/Bangkok')::date + n) < 6 ORDER BY n LIMIT 3) days
$$;

-- Does somebody else in an agency answer for what its officers open?
CREATE OR REPLACE FUNCTION actip.has_overseer(of_agency bigint, beside bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM public.accounts_user u JOIN actip.matrix g ON g.role = u.role
                   WHERE u.agency_id = of_agency AND u.id <> beside AND u.is_active AND NOT u.is_client
                     AND g.code = 'VPR' AND g.verb = 'oversee')
$$;

-- Who, when and until when is for the database to say; nothing of it changes; the review is another's, once.
CREATE OR REPLACE FUNCTION actip.glass_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE told public.accounts_user;
BEGIN
    IF actip.is_system() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NOT actip.reaches(NEW.matter_id, NEW.code, 'break') OR NOT actip.reaches(NEW.matter_id, 'VPR', 'see') THEN
            RAISE EXCEPTION 'this is not yours to open' USING ERRCODE = '42501';
        END IF;
        IF NEW.broken_by_id IS DISTINCT FROM actip.me_user() OR NEW.agency_id IS DISTINCT FROM actip.me_agency()
                OR NEW.reviewed_at IS NOT NULL OR NEW.reviewed_by_id IS NOT NULL OR NEW.finding <> '' THEN
            RAISE EXCEPTION 'a step is made in one''s own name' USING ERRCODE = '42501';
        END IF;
        SELECT * INTO told FROM public.accounts_user u WHERE u.id = NEW.second_id;
        IF told.id = actip.me_user() OR told.agency_id <> NEW.agency_id OR NOT told.is_active OR told.is_client THEN
            RAISE EXCEPTION 'somebody else of the agency is told' USING ERRCODE = '23514', CONSTRAINT = 'glass_second_person';
        END IF;
        IF length(btrim(NEW.reason)) < 20 THEN
            RAISE EXCEPTION 'the emergency is described' USING ERRCODE = '23514', CONSTRAINT = 'glass_has_reason';
        END IF;
        NEW.broken_at := clock_timestamp();
        NEW.until := NEW.broken_at + interval '1 hour';
        NEW.review_by := actip.three_working_days(NEW.broken_at);
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.matter_id, NEW.code, NEW.reason, NEW.broken_by_id, NEW.agency_id, NEW.second_id, NEW.broken_at, NEW.until,
        NEW.review_by) IS DISTINCT FROM
       (OLD.id, OLD.matter_id, OLD.code, OLD.reason, OLD.broken_by_id, OLD.agency_id, OLD.second_id, OLD.broken_at, OLD.until,
        OLD.review_by)
            OR OLD.reviewed_at IS NOT NULL OR NEW.reviewed_by_id IS DISTINCT FROM actip.me_user()
            OR OLD.broken_by_id = actip.me_user()
            OR NOT (actip.may('VPR', 'oversee')
                    OR (OLD.second_id = actip.me_user() AND NOT actip.has_overseer(OLD.agency_id, OLD.broken_by_id))) THEN
        RAISE EXCEPTION 'an opening is reviewed by somebody else, once, and otherwise stays as it is' USING ERRCODE = '42501';
    END IF;
    NEW.reviewed_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER glass_guard BEFORE INSERT OR UPDATE ON public.victims_brokenglass
    FOR EACH ROW EXECUTE FUNCTION actip.glass_guard();

-- No opening and no review without an event of the trail, whoever writes the row.
CREATE OR REPLACE FUNCTION actip.glass_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM actip_private.audit_write(
        CASE TG_OP WHEN 'INSERT' THEN 'break_glass' ELSE 'review_glass' END, 'people', NEW.matter_id::text, NEW.matter_id,
        CASE TG_OP WHEN 'INSERT' THEN NEW.reason ELSE NEW.review END, '{}',
        jsonb_build_object('code', NEW.code, 'second', NEW.second_id, 'finding', NEW.finding),
        current_setting('actip.request', true));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER glass_told AFTER INSERT OR UPDATE ON public.victims_brokenglass
    FOR EACH ROW EXECUTE FUNCTION actip.glass_told();

ALTER TABLE public.victims_brokenglass ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS see ON public.victims_brokenglass;
CREATE POLICY see ON public.victims_brokenglass FOR SELECT TO actip_app USING (
    broken_by_id = (SELECT actip.me_user()) OR (SELECT actip.may('AUL', 'read'))
    OR (agency_id = (SELECT actip.me_agency())
        AND (second_id = (SELECT actip.me_user()) OR (SELECT actip.may('VPR', 'oversee')))));
DROP POLICY IF EXISTS add ON public.victims_brokenglass;
CREATE POLICY add ON public.victims_brokenglass FOR INSERT TO actip_app WITH CHECK (broken_by_id = (SELECT actip.me_user()));
DROP POLICY IF EXISTS change ON public.victims_brokenglass;
CREATE POLICY change ON public.victims_brokenglass FOR UPDATE TO actip_app USING (
    (SELECT actip.is_system()) OR (agency_id = (SELECT actip.me_agency())
        AND (second_id = (SELECT actip.me_user()) OR (SELECT actip.may('VPR', 'oversee')))));
