-- A programme's number is drawn at random and says nothing: not how many there are, not when it began.
CREATE OR REPLACE FUNCTION actip.witness_number() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    NEW.programme_number := CASE WHEN TG_OP = 'UPDATE' THEN OLD.programme_number
        ELSE 'WP-' || replace(substr(actip.new_number('person'), 5), '-', '') END;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER witness_number BEFORE INSERT OR UPDATE ON public.victims_witnessprogramme
    FOR EACH ROW EXECUTE FUNCTION actip.witness_number();

-- Holds all records of a person, in the order of their ids as whoever merges does, and says which they are: what was merged or undone
-- while this waited is seen, and nothing more is until it ends.
CREATE OR REPLACE FUNCTION actip_private.hold_person(of_person uuid) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE hers uuid[]; known uuid[] := '{}';
BEGIN
    LOOP
        hers := ARRAY(SELECT p FROM actip_private.same_person(of_person) AS p ORDER BY p);
        IF hers = known THEN RETURN hers; END IF;
        PERFORM actip.hold_root(p) FROM unnest(hers) AS p;
        known := hers;
    END LOOP;
END $$;

-- Before the programme itself holds her record, which may not be the first of them.
CREATE OR REPLACE FUNCTION actip.witness_holds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM actip_private.hold_person(NEW.matter_id);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER witness_holds BEFORE INSERT OR UPDATE OF status ON public.victims_witnessprogramme
    FOR EACH ROW EXECUTE FUNCTION actip.witness_holds();

-- While a programme runs, the person's whole record, and every other record of hers that was merged with it, is there for the Witness
-- Protection Office and the assigned prosecutor alone; for everybody else she does not exist. When it has ended the assignments hold
-- again as they stand.
CREATE OR REPLACE FUNCTION actip_private.lock_witness(of_person uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    hers CONSTANT uuid[] := actip_private.hold_person(of_person);
    kinds CONSTANT varchar[] := CASE WHEN EXISTS (
        SELECT FROM public.victims_witnessprogramme w WHERE w.matter_id = ANY (hers) AND w.status IN ('running', 'extended'))
        THEN '{witness,prosecutor}'::varchar[] END;
    one uuid;
BEGIN
    FOREACH one IN ARRAY hers LOOP
        UPDATE public.access_matter SET locked_to = kinds WHERE id = one AND locked_to IS DISTINCT FROM kinds;
        IF FOUND THEN
            PERFORM actip.refresh_reach(one);
        END IF;
    END LOOP;
END $$;
CREATE OR REPLACE FUNCTION actip.witness_lock() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM actip_private.lock_witness(NEW.matter_id);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER witness_lock AFTER INSERT OR UPDATE OF status ON public.victims_witnessprogramme
    FOR EACH ROW EXECUTE FUNCTION actip.witness_lock();
