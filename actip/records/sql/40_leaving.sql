-- When an officer leaves: what she still holds, who may ask, and that her account is not closed before.

-- Her assignments by name that run. Not those of matters that are locked to others: counted, they would tell of the lock.
CREATE OR REPLACE FUNCTION actip_private.held_by(of_user bigint) RETURNS TABLE (matter_id uuid, state text)
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT a.matter_id, a.state::text FROM public.access_assignment a JOIN public.access_matter m ON m.id = a.matter_id
    WHERE a.officer_id = of_user AND a.state IN ('offered', 'accepted') AND (a.until IS NULL OR a.until > now())
      AND (m.locked_to IS NULL OR actip.opens_lock(a.matter_id, a.agency_id, a.officer_id))
$$;

CREATE OR REPLACE FUNCTION actip_private.owned(of_user bigint, OUT matters bigint, OUT offers bigint, OUT drafts bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT count(*) FILTER (WHERE h.state = 'accepted'), count(*) FILTER (WHERE h.state = 'offered'),
           (SELECT count(*) FROM public.records_draft d WHERE d.user_id = of_user)
    FROM actip_private.held_by(of_user) h
$$;

-- Administrators ask of anybody, supervisors of their own agency.
CREATE OR REPLACE FUNCTION actip.may_see_off(of_user bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT actip.is_system() OR actip.may('USR', 'change') OR (actip.may('*', 'oversee') AND EXISTS (
        SELECT FROM public.accounts_user u WHERE u.id = of_user AND u.agency_id = actip.me_agency()))
$$;

-- How much she holds, rows out of the asker's reach included: numbers alone. No row for whoever may not ask.
-- Limits passed without a reason are those of matters that are hers by name; what is most sensitive is not counted.
CREATE OR REPLACE FUNCTION actip.still_owned(of_user bigint)
RETURNS TABLE (matters bigint, offers bigint, drafts bigint, breaches bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT o.matters, o.offers, o.drafts, (
        SELECT count(*) FROM public.records_clock c
        WHERE c.breach_reason = '' AND coalesce(c.ended_at, now()) > c.due_at
          AND c.matter_id IN (SELECT h.matter_id FROM actip_private.held_by(of_user) h WHERE h.state = 'accepted')
          AND NOT EXISTS (SELECT FROM actip_private.audit_code k WHERE k.slug = c.record_type AND k.is_discreet))
    FROM actip_private.owned(of_user) o WHERE actip.may_see_off(of_user)
$$;

-- What she typed and never saved nobody else can read; it can only be thrown away.
CREATE OR REPLACE FUNCTION actip.discard_drafts(of_user bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n bigint;
BEGIN
    IF NOT actip.may_see_off(of_user) THEN
        RAISE EXCEPTION 'these drafts are somebody else''s' USING ERRCODE = '42501';
    END IF;
    DELETE FROM public.records_draft WHERE user_id = of_user;
    GET DIAGNOSTICS n = ROW_COUNT;
    PERFORM actip_private.audit_write('drafts_discarded', 'leaving', of_user::text, NULL, '', '{}', jsonb_build_object('count', n),
                                      current_setting('actip.request', true));
    RETURN n;
END $$;

CREATE OR REPLACE FUNCTION actip.officer_leaves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE o record;
BEGIN
    SELECT * INTO o FROM actip_private.owned(NEW.id);
    IF o.matters + o.offers + o.drafts > 0 THEN
        RAISE EXCEPTION 'this person still holds % matters, % offers and % drafts: they are moved first', o.matters, o.offers, o.drafts
            USING ERRCODE = '23514', CONSTRAINT = 'user_still_owns';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER user_leaves BEFORE UPDATE OF is_active ON public.accounts_user
    FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION actip.officer_leaves();

-- And nothing comes to her afterwards. The row is held until the end, so that she does not leave in between.
CREATE OR REPLACE FUNCTION actip.officer_is_here() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM public.accounts_user u WHERE u.id = NEW.officer_id AND u.is_active FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this officer has left' USING ERRCODE = '23514', CONSTRAINT = 'assignment_officer_has_left';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER officer_is_here BEFORE INSERT ON public.access_assignment
    FOR EACH ROW WHEN (NEW.officer_id IS NOT NULL AND NEW.state IN ('offered', 'accepted')) EXECUTE FUNCTION actip.officer_is_here();
