-- A person's status follows her newest identification decision, and nothing else; where a profile comes from is said by
-- the import that brought it; an approved merge alone says that she is another record's person.
CREATE OR REPLACE FUNCTION actip.guard_person() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) OR actip.is_system() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' AND (NEW.status, NEW.source, NEW.external_id) = ('possible_victim', '', '')
            AND NEW.merged_into_id IS NULL THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND (NEW.status, NEW.source, NEW.external_id) = (OLD.status, OLD.source, OLD.external_id)
            AND NEW.merged_into_id IS NOT DISTINCT FROM OLD.merged_into_id THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'only an identification decision says whether a person is a victim' USING ERRCODE = '42501';
END $$;
CREATE OR REPLACE TRIGGER person_guard BEFORE INSERT OR UPDATE ON public.victims_person
    FOR EACH ROW EXECUTE FUNCTION actip.guard_person();

-- What a decision in this state says of a person; NULL where it says nothing yet.
CREATE OR REPLACE FUNCTION actip.status_by_decision(of_decision text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT CASE of_decision
        WHEN 'under_protection' THEN 'under_protection'
        WHEN 'decided_victim_tip' THEN 'victim'
        WHEN 'decided_victim_forced_labour' THEN 'victim'
        WHEN 'decided_not_victim' THEN 'not_victim'
        WHEN 'undetermined' THEN 'undetermined' END
$$;

-- A person's status follows her newest identification decision, whoever records it.
CREATE OR REPLACE FUNCTION actip.person_follows_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    -- Under protection no longer, and nothing decided anew: what the decision said that is re-opened.
    before text := coalesce(actip.status_by_decision((
        SELECT d.status FROM public.victims_identificationdecision d WHERE d.id = NEW.supersedes_id)), 'possible_victim');
BEGIN
    UPDATE public.victims_person SET status = coalesce(actip.status_by_decision(NEW.status),
            CASE WHEN status = 'under_protection' THEN before ELSE status END)
    WHERE id = NEW.person_id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER person_follows_decision AFTER INSERT OR UPDATE OF status ON public.victims_identificationdecision
    FOR EACH ROW EXECUTE FUNCTION actip.person_follows_decision();

-- The members of the team reach the person until the decision is signed; at commit, so that who signs it sees it done.
CREATE OR REPLACE FUNCTION actip.team_disbands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.access_assignment SET state = 'ended', reason = 'the decision is signed', version = version + 1,
        updated_at = now()
    WHERE matter_id = NEW.matter_id AND basis = 'team' AND state IN ('offered', 'accepted');
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS team_disbands ON public.victims_identificationdecision;
CREATE CONSTRAINT TRIGGER team_disbands AFTER INSERT OR UPDATE OF status ON public.victims_identificationdecision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.status NOT IN ('pending', 'under_protection', 'pre_identification', 'under_reflection'))
    EXECUTE FUNCTION actip.team_disbands();

-- A decision is superseded by a new one, never edited.
CREATE OR REPLACE FUNCTION actip.decision_is_final() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF OLD.status NOT IN ('pending', 'under_protection', 'pre_identification', 'under_reflection') AND row_security_active(TG_RELID) THEN
        RAISE EXCEPTION 'a decision is superseded by a new one, never edited' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER decision_is_final BEFORE UPDATE ON public.victims_identificationdecision
    FOR EACH ROW EXECUTE FUNCTION actip.decision_is_final();
