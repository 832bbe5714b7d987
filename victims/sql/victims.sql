-- A person's status follows her newest identification decision, whoever records it.
CREATE OR REPLACE FUNCTION actip.person_follows_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.victims_person SET status = CASE NEW.status
            WHEN 'under_protection' THEN 'under_protection'
            WHEN 'decided_victim_tip' THEN 'victim'
            WHEN 'decided_victim_forced_labour' THEN 'victim'
            WHEN 'decided_not_victim' THEN 'not_victim'
            WHEN 'undetermined' THEN 'undetermined'
            ELSE status END
    WHERE id = NEW.person_id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER person_follows_decision AFTER INSERT OR UPDATE OF status ON public.victims_identificationdecision
    FOR EACH ROW EXECUTE FUNCTION actip.person_follows_decision();

-- A decision is superseded by a new one, never edited.
CREATE OR REPLACE FUNCTION actip.decision_is_final() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF OLD.status NOT IN ('pending', 'under_protection') AND row_security_active(TG_RELID) THEN
        RAISE EXCEPTION 'a decision is superseded by a new one, never edited' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER decision_is_final BEFORE UPDATE ON public.victims_identificationdecision
    FOR EACH ROW EXECUTE FUNCTION actip.decision_is_final();
