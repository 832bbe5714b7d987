-- How full homes are: counts alone. The staff of a home learn how many were there on any day; whoever places people
-- learns of other homes only how many beds are free tonight, so that nobody follows one person's coming and going.

-- Beds of a home on a day: those that are there, once it has entered as many as it states; until then the number it states.
CREATE OR REPLACE FUNCTION actip.beds_of(of_shelter uuid, on_day date) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT CASE WHEN entered.all_of_them < s.beds THEN s.beds ELSE entered.there END
    FROM public.victims_shelter s CROSS JOIN LATERAL (
        SELECT count(*)::int AS all_of_them,
               (count(*) FILTER (WHERE b.open_from <= on_day AND (b.open_until IS NULL OR b.open_until >= on_day)))::int AS there
        FROM public.victims_bed b WHERE b.shelter_id = s.id) entered
    WHERE s.id = of_shelter
$$;

-- People who slept there, in the night that begins on a day.
CREATE OR REPLACE FUNCTION actip.people_in(of_shelter uuid, on_day date) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT count(*)::int FROM public.victims_placement p WHERE p.shelter_id = of_shelter
    AND p.placed_on <= on_day AND (p.left_on IS NULL OR p.left_on > on_day)
$$;

-- Beds that could be offered tonight: not slept in and not kept for somebody who is still to come.
CREATE OR REPLACE FUNCTION actip.free_beds() RETURNS TABLE (shelter_id uuid, free int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE today date := (now() AT TIME ZONE 'Asia/Bangkok')::date;
BEGIN
    IF NOT actip.may('PLC', 'create') THEN RETURN; END IF;
    RETURN QUERY SELECT s.id, greatest(0, actip.beds_of(s.id, today) - actip.people_in(s.id, today)
        - (SELECT count(*)::int FROM public.victims_placement p JOIN public.victims_bed b ON b.id = p.bed_id
           WHERE p.shelter_id = s.id AND p.placed_on IS NULL
             AND p.nights @> b.stretch * 100000 + (today - '2000-01-01'::date)))
    FROM public.victims_shelter s WHERE s.is_open;
END $$;

-- Of a home that the person's agency runs: beds, people there that night, stays that ended in the year before and how
-- many days they took on average. No row for anybody else.
CREATE OR REPLACE FUNCTION actip.occupancy(of_shelter uuid, on_day date)
RETURNS TABLE (beds int, people int, stays_ended int, average_days numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT actip.runs_shelter(of_shelter) THEN RETURN; END IF;
    RETURN QUERY SELECT actip.beds_of(of_shelter, on_day), actip.people_in(of_shelter, on_day), count(*)::int,
        round(avg(p.left_on - p.placed_on), 1)
    FROM public.victims_placement p WHERE p.shelter_id = of_shelter AND p.placed_on IS NOT NULL
        AND p.left_on > on_day - 365 AND p.left_on <= on_day;
END $$;

-- Night by night, which beds of a home are taken; for those who run it.
CREATE OR REPLACE FUNCTION actip.bed_calendar(of_shelter uuid, from_day date, days int)
RETURNS TABLE (code text, night date, is_there boolean, is_taken boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT actip.runs_shelter(of_shelter) THEN RETURN; END IF;
    RETURN QUERY SELECT b.code::text, n.night,
        b.open_from <= n.night AND (b.open_until IS NULL OR b.open_until >= n.night),
        EXISTS (SELECT FROM public.victims_placement p WHERE p.bed_id = b.id
                AND p.nights @> b.stretch * 100000 + (n.night - '2000-01-01'::date))
    FROM public.victims_bed b CROSS JOIN (SELECT from_day + place AS night FROM generate_series(0, least(days, 62) - 1) place) n
    WHERE b.shelter_id = of_shelter ORDER BY 1, 2;
END $$;

CREATE OR REPLACE FUNCTION actip.runs_shelter(of_shelter uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN actip.is_system() OR (actip.may('PLC', 'read') AND EXISTS (
        SELECT FROM public.victims_shelter s WHERE s.id = of_shelter AND s.agency_id = actip.me_agency()));
END $$;
