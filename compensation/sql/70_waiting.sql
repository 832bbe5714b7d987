-- Orders for which nobody took a step since a day, longest first, within the person's reach.
CREATE OR REPLACE FUNCTION actip.orders_waiting(before date, most int) RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE mine int[] := actip.keys('CLM', 'read');
BEGIN
    IF mine = '{}' THEN RETURN; END IF;
    RETURN QUERY
    SELECT o.id FROM public.compensation_order o
    WHERE o.waiting_since IS NOT NULL AND o.waiting_since <= before
      AND (SELECT m.reach && mine FROM public.access_matter m WHERE m.id = o.matter_id)
    ORDER BY o.waiting_since, o.id LIMIT most;
END $$;
