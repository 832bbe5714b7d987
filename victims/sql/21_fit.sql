-- A person is offered a home that takes people of her sex; one that takes nobody now, whose
-- registration ran out, or that does not fit her age or needs takes a reason.
CREATE OR REPLACE FUNCTION actip.home_fits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE home public.victims_shelter; guest public.victims_person;
BEGIN
    IF NEW.shelter_id IS NULL OR (TG_OP = 'UPDATE' AND (NEW.shelter_id, NEW.needs, NEW.override_reason)
            IS NOT DISTINCT FROM (OLD.shelter_id, OLD.needs, OLD.override_reason)) THEN
        RETURN NEW;
    END IF;
    SELECT * INTO home FROM public.victims_shelter s WHERE s.id = NEW.shelter_id;
    SELECT * INTO guest FROM public.victims_person p WHERE p.id = NEW.person_id;
    IF home.admits <> 'all' AND guest.sex IN ('female', 'male') AND guest.sex <> home.admits THEN
        RAISE EXCEPTION 'the home does not take people of this sex' USING ERRCODE = '23514', CONSTRAINT = 'placement_sex_fits_home';
    END IF;
    IF NEW.override_reason = '' AND (NOT home.is_open OR home.registered_until < NEW.offered_on
                                     OR (cardinality(home.ages) > 0 AND guest.age_band <> ALL (home.ages))
                                     OR NOT NEW.needs <@ home.special_needs) THEN
        RAISE EXCEPTION 'the home does not fit' USING ERRCODE = '23514', CONSTRAINT = 'placement_misfit_has_reason';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER home_fits BEFORE INSERT OR UPDATE ON public.victims_placement
    FOR EACH ROW EXECUTE FUNCTION actip.home_fits();
