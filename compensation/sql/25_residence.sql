-- Where the person of a payment lived on a day: from the placement in force, in whichever of her records it stands. Answers for payments within
-- reach only, and to whoever only pays one while it waits for her: she follows nobody from home to home.
CREATE OR REPLACE FUNCTION actip.residence_on(of_payment uuid, on_day date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT coalesce((
        SELECT CASE WHEN p.kind IN ('government_long_term', 'children_family_home') THEN 'government_shelter'
                    WHEN p.kind = 'private_registered' THEN 'private_shelter' ELSE 'outside' END
        FROM public.victims_placement p
        WHERE p.person_id IN (SELECT actip_private.same_person(f.person_id)) AND p.placed_on <= on_day AND (p.left_on IS NULL OR p.left_on >= on_day)
        ORDER BY p.placed_on DESC, p.id LIMIT 1), 'outside')
    FROM public.compensation_fundpayment f
    WHERE f.id = of_payment
      AND (actip.reaches(f.matter_id, 'FPY', 'read') OR (f.status = 'approved' AND actip.reaches(f.matter_id, 'FPY', 'pay')))
$$;
