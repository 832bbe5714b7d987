-- The units concerned by the complicity of an official see nothing of it, whatever their roles and assignments: neither
-- the rows, nor their history, nor that there are any; and the case is not given to them.

-- Is this agency one of those concerned by this record?
CREATE OR REPLACE FUNCTION actip.is_concerned(of_record uuid, by_agency bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM public.cases_officialcomplicity o WHERE o.id = of_record AND o.agency_id = by_agency)
        OR EXISTS (SELECT FROM public.cases_complicityconflict c WHERE c.complicity_id = of_record AND c.agency_id = by_agency)
$$;
REVOKE ALL ON FUNCTION actip.is_concerned FROM PUBLIC;

-- The same for whoever acts: she learns nothing about other agencies from it.
CREATE OR REPLACE FUNCTION actip.concerns_me(of_record uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT actip.is_concerned(of_record, actip.me_agency()) $$;

DROP POLICY IF EXISTS not_concerned ON public.cases_officialcomplicity;
CREATE POLICY not_concerned ON public.cases_officialcomplicity AS RESTRICTIVE TO actip_app, actip_report
    USING ((agency_id = (SELECT actip.me_agency())) IS NOT TRUE AND NOT actip.concerns_me(id));
DROP POLICY IF EXISTS not_concerned ON public.cases_complicityconflict;
CREATE POLICY not_concerned ON public.cases_complicityconflict AS RESTRICTIVE TO actip_app, actip_report
    USING ((agency_id = (SELECT actip.me_agency())) IS NOT TRUE AND NOT actip.concerns_me(complicity_id));

-- Their history and the fact that there are some: asked by actip.matter_history and actip.existence.
CREATE OR REPLACE FUNCTION actip.hidden_of_officials(of_matter uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT CASE WHEN EXISTS (SELECT FROM public.cases_officialcomplicity o
                             WHERE o.matter_id = of_matter AND actip.is_concerned(o.id, actip.me_agency()))
        THEN '{official-complicity,complicity-conflicts}'::text[] ELSE '{}'::text[] END
$$;
CREATE OR REPLACE FUNCTION actip.hidden_slugs(of_matter uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT actip.hidden_of_officials(of_matter) $$;

-- A case is not given to a unit concerned, by anybody; in the words of any other assignment that cannot be made. Ending
-- or answering what was given before stays possible.
CREATE OR REPLACE FUNCTION actip.guard_conflict() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT FROM public.cases_officialcomplicity o
               WHERE o.matter_id = NEW.matter_id AND actip.is_concerned(o.id, NEW.agency_id)) THEN
        RAISE EXCEPTION 'this agency cannot be given this matter' USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER conflict_of_agency AFTER INSERT ON public.access_assignment
    FOR EACH ROW EXECUTE FUNCTION actip.guard_conflict();
