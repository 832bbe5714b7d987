-- The number of a suspect in the case: in the order of entry, whoever enters and whatever was sent; it is never changed, and since
-- no suspect is ever deleted, never given twice. Counted over all suspects of the case; two that are entered at once wait for each other.
CREATE OR REPLACE FUNCTION actip.number_suspect() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        NEW.number_in_case := OLD.number_in_case;
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('suspect'), hashtext(NEW.case_id::text));
    SELECT coalesce(max(s.number_in_case), 0) + 1 INTO NEW.number_in_case FROM public.cases_suspect s WHERE s.case_id = NEW.case_id;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER suspect_number BEFORE INSERT OR UPDATE OF number_in_case ON public.cases_suspect
    FOR EACH ROW EXECUTE FUNCTION actip.number_suspect();
