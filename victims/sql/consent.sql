-- Access that rests on a consent: opened only while the consent holds, to the kinds of record that it names, ended with it,
-- whoever writes. Kinds about which she is not asked (payments) are as the role has them.

-- Runs before the guard and the token of assignments: their names come later in the alphabet.
CREATE OR REPLACE FUNCTION actip.assignment_consent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    last_day date;
    agreed varchar[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        NEW.rests_on := OLD.rests_on;
        NEW.withheld := OLD.withheld;
        RETURN NEW;
    END IF;
    IF NEW.basis <> 'consent' THEN
        NEW.rests_on := NULL;
        NEW.withheld := NULL;
        RETURN NEW;
    END IF;
    IF NOT actip.may_assign(NEW.matter_id, NEW.agency_id, NEW.basis) THEN
        RETURN NEW;  -- refused by the policy, before anything is told of consents that she may not know of
    END IF;
    SELECT c.until, c.kinds INTO last_day, agreed FROM public.victims_consent c
    WHERE c.id = NEW.rests_on AND c.matter_id = NEW.matter_id AND c.recipient_id = NEW.agency_id
      AND c.status IN ('given', 'shared') AND c.until >= (now() AT TIME ZONE 'Asia/Bangkok')::date
    FOR SHARE;  -- a withdrawal at the same moment waits, and then ends this access as well
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no consent to this agency is in force'
            USING ERRCODE = '23514', CONSTRAINT = 'assignment_consent_in_force';
    END IF;
    -- Without her number and profile there is nothing to share: they go with any kind.
    NEW.withheld := ARRAY(SELECT k FROM unnest('{VID,IDN,WEL,MED,CHD,PLC,RET,CLM}'::varchar[]) AS k WHERE k <> ALL (agreed));
    NEW.until := least(NEW.until, (last_day + 1)::timestamp AT TIME ZONE 'Asia/Bangkok');
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER assignment_consent BEFORE INSERT OR UPDATE ON public.access_assignment
    FOR EACH ROW EXECUTE FUNCTION actip.assignment_consent();

CREATE OR REPLACE FUNCTION actip.consent_withdrawn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.access_assignment SET state = 'ended', reason = 'the consent was withdrawn', version = version + 1,
        updated_at = now()
    WHERE matter_id = NEW.matter_id AND rests_on = NEW.id AND state IN ('offered', 'accepted');
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER consent_withdrawn AFTER UPDATE OF status ON public.victims_consent FOR EACH ROW
    WHEN (NEW.status = 'withdrawn') EXECUTE FUNCTION actip.consent_withdrawn();

-- Somebody consents for a child besides the child, by what is known of her age now. After guard_row, which refuses to write of
-- somebody out of reach: else the refusal would tell that she is a child.
CREATE OR REPLACE FUNCTION actip.consent_of_a_child() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.guardian = '' AND EXISTS (
            SELECT FROM public.victims_person p WHERE p.id = NEW.person_id
            AND coalesce(nullif(p.corrected_age_band, ''), p.age_band) IN ('under_15', '15_17')) THEN
        RAISE EXCEPTION 'a guardian consents for a child'
            USING ERRCODE = '23514', CONSTRAINT = 'consent_child_has_guardian';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS consent_of_a_child ON public.victims_consent;
CREATE OR REPLACE TRIGGER zz_consent_of_a_child BEFORE INSERT OR UPDATE OF guardian, person_id ON public.victims_consent
    FOR EACH ROW EXECUTE FUNCTION actip.consent_of_a_child();

-- What access rests on, or what was withdrawn, is not rewritten: actip.guard_move holds that, by the states whose entry is open.
DROP TRIGGER IF EXISTS consent_is_kept ON public.victims_consent;
DROP FUNCTION IF EXISTS actip.consent_is_kept();
