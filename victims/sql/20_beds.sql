-- No bed is given twice for a night, whoever books and however many at once. Core PostgreSQL has no exclusion constraint
-- over a key and a range together; so the two are made one range: each bed owns a stretch of 100,000 whole numbers, one
-- for each day since the year 2000, and a stay holds those of its nights.
CREATE SEQUENCE IF NOT EXISTS actip.bed_stretch AS bigint;

CREATE OR REPLACE FUNCTION actip.bed_has_stretch() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.shelter_id <> OLD.shelter_id THEN
        RAISE EXCEPTION 'a bed stays in its home' USING ERRCODE = '42501';
    END IF;
    IF NOT starts_with(NEW.code, (SELECT s.code FROM public.victims_shelter s WHERE s.id = NEW.shelter_id) || '-') THEN
        RAISE EXCEPTION 'a bed is called after its home' USING ERRCODE = '23514', CONSTRAINT = 'bed_called_after_its_home';
    END IF;
    NEW.stretch := CASE WHEN TG_OP = 'UPDATE' THEN OLD.stretch ELSE nextval('actip.bed_stretch') END;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER bed_stretch BEFORE INSERT OR UPDATE ON public.victims_bed
    FOR EACH ROW EXECUTE FUNCTION actip.bed_has_stretch();

-- From the first night to the last one booked, or as long as the bed is there; once the person has left, the nights she
-- stayed. An offer that was declined holds nothing.
CREATE OR REPLACE FUNCTION actip.stay_nights(stretch bigint, status text, first_night date, last_night date, placed_on date, left_on date)
RETURNS int8range LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT CASE WHEN stretch IS NULL OR status = 'declined' THEN NULL
        ELSE int8range(stretch * 100000 + (begins - '2000-01-01'::date),
                       stretch * 100000 + greatest(begins - '2000-01-01'::date, least(ends - '2000-01-01'::date, 99999))) END
    FROM (SELECT coalesce(placed_on, first_night) AS begins,
                 coalesce(left_on, last_night + 1, '2273-10-15'::date) AS ends) stay
$$;

CREATE OR REPLACE FUNCTION actip.bed_is_booked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE bed public.victims_bed;
BEGIN
    IF NEW.bed_id IS NULL THEN
        NEW.nights := NULL;
        RETURN NEW;
    END IF;
    -- One booking of a bed at a time: of two officers at once the second waits here, and then meets the constraint.
    SELECT * INTO bed FROM public.victims_bed b WHERE b.id = NEW.bed_id FOR NO KEY UPDATE;
    NEW.nights := actip.stay_nights(bed.stretch, NEW.status, NEW.first_night, NEW.last_night, NEW.placed_on, NEW.left_on);
    IF bed.shelter_id IS DISTINCT FROM NEW.shelter_id THEN
        RAISE EXCEPTION 'the bed is in another home' USING ERRCODE = '23514', CONSTRAINT = 'placement_bed_of_its_home';
    END IF;
    IF NEW.nights IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.nights IS DISTINCT FROM NEW.nights)
            AND (least(NEW.first_night, NEW.placed_on) < bed.open_from
                 OR coalesce(NEW.left_on - 1, NEW.last_night, NEW.placed_on, NEW.first_night) > bed.open_until) THEN
        RAISE EXCEPTION 'the bed is not there then' USING ERRCODE = '23514', CONSTRAINT = 'placement_bed_is_there';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER bed_booked BEFORE INSERT OR UPDATE ON public.victims_placement
    FOR EACH ROW EXECUTE FUNCTION actip.bed_is_booked();

-- A bed does not go while somebody has booked it.
CREATE OR REPLACE FUNCTION actip.bed_is_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.open_until IS NOT NULL AND EXISTS (
            SELECT FROM public.victims_placement p WHERE p.bed_id = NEW.id
            AND p.nights && int8range(NEW.stretch * 100000 + (NEW.open_until + 1 - '2000-01-01'::date), NEW.stretch * 100000 + 99999)) THEN
        RAISE EXCEPTION 'the bed is booked later than that' USING ERRCODE = '23514', CONSTRAINT = 'bed_is_free_when_it_goes';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER bed_closed AFTER UPDATE OF open_until ON public.victims_bed
    FOR EACH ROW EXECUTE FUNCTION actip.bed_is_closed();

CREATE OR REPLACE TRIGGER day_has_come BEFORE INSERT OR UPDATE OF placed_on ON public.victims_placement
    FOR EACH ROW EXECUTE FUNCTION actip.has_come('placed_on');
