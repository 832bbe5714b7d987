-- A person is offered a home that takes people of her sex; one that takes nobody now, whose
-- registration ran out, or that does not fit her age or needs takes a reason.
CREATE OR REPLACE FUNCTION actip.home_fits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE home public.victims_shelter; guest public.victims_person; age text;
BEGIN
    IF NEW.shelter_id IS NULL OR (TG_OP = 'UPDATE' AND (NEW.shelter_id, NEW.needs, NEW.override_reason)
            IS NOT DISTINCT FROM (OLD.shelter_id, OLD.needs, OLD.override_reason)) THEN
        RETURN NEW;
    END IF;
    SELECT * INTO home FROM public.victims_shelter s WHERE s.id = NEW.shelter_id;
    SELECT * INTO guest FROM public.victims_person p WHERE p.id = NEW.person_id;
    age := coalesce(nullif(guest.corrected_age_band, ''), guest.age_band);
    IF home.admits <> 'all' AND guest.sex IN ('female', 'male') AND guest.sex <> home.admits THEN
        RAISE EXCEPTION 'the home does not take people of this sex' USING ERRCODE = '23514', CONSTRAINT = 'placement_sex_fits_home';
    END IF;
    IF NEW.override_reason = '' AND (NOT home.is_open OR home.registered_until < NEW.offered_on
                                     OR (cardinality(home.ages) > 0 AND age <> ALL (home.ages))
                                     OR NOT NEW.needs <@ home.special_needs) THEN
        RAISE EXCEPTION 'the home does not fit' USING ERRCODE = '23514', CONSTRAINT = 'placement_misfit_has_reason';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER home_fits BEFORE INSERT OR UPDATE ON public.victims_placement
    FOR EACH ROW EXECUTE FUNCTION actip.home_fits();

-- An adult agrees to a stay herself; for a child the note on the child's best interest does, by the age as it is known now.
CREATE OR REPLACE FUNCTION actip.stay_is_agreed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE age text := (SELECT coalesce(nullif(p.corrected_age_band, ''), p.age_band)
                     FROM public.victims_person p WHERE p.id = NEW.person_id);
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.agreement = OLD.agreement THEN
        RETURN NEW;  -- an age found out later rewrites nothing
    END IF;
    IF age <> 'unknown' AND NEW.agreement <> (CASE WHEN age IN ('under_15', '15_17') THEN 'best_interest' ELSE 'consent' END) THEN
        RAISE EXCEPTION 'an adult consents, a best-interest note stands for a child'
            USING ERRCODE = '23514', CONSTRAINT = 'placement_agreement_fits_age';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER stay_is_agreed BEFORE INSERT OR UPDATE OF agreement ON public.victims_placement
    FOR EACH ROW EXECUTE FUNCTION actip.stay_is_agreed();
