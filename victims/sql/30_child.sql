-- Whoever may read a child's file whole is cleared for it as well, else it is not there (special rule 3).
CREATE OR REPLACE FUNCTION actip.is_child_cleared() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT actip.is_system() OR NOT actip.may('CHD', 'read')
        OR EXISTS (SELECT FROM public.accounts_user u WHERE u.id = actip.me_user() AND u.is_child_cleared)
$$;
DROP POLICY IF EXISTS cleared ON public.victims_childfile;
CREATE POLICY cleared ON public.victims_childfile AS RESTRICTIVE TO actip_app, actip_report
    USING ((SELECT actip.is_child_cleared())) WITH CHECK ((SELECT actip.is_child_cleared()));

-- Nor is its history, nor the fact that there is one.
CREATE OR REPLACE FUNCTION actip.hidden_slugs(of_matter uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT actip.hidden_of_officials(of_matter) || CASE WHEN actip.is_child_cleared() THEN '{}' ELSE '{child-files}' END::text[]
$$;

-- A child file carries the age band at first contact of its person as it was known when it was made, whatever was written.
CREATE OR REPLACE FUNCTION actip.child_file_age() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    NEW.age_band := CASE WHEN TG_OP = 'UPDATE' AND NEW.person_id = OLD.person_id THEN OLD.age_band ELSE (
        SELECT coalesce(nullif(p.corrected_age_band, ''), p.age_band) FROM public.victims_person p WHERE p.id = NEW.person_id) END;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER child_file_age BEFORE INSERT OR UPDATE ON public.victims_childfile
    FOR EACH ROW EXECUTE FUNCTION actip.child_file_age();
