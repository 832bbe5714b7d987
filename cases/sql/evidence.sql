-- Evidence: who holds it follows the signatures, what was hashed never changes, only what is whole goes to court.

-- Whether each hand-over's giver is the last taker (the first: who signed for the seizure), none is missing, and the
-- custodian is the last taker.
CREATE OR REPLACE FUNCTION actip.custody_is_whole(of_evidence uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT e.transfers = (SELECT count(*) FROM public.cases_custodytransfer t WHERE t.evidence_id = e.id)
       AND e.transfers = (SELECT coalesce(max(t.number), 0) FROM public.cases_custodytransfer t WHERE t.evidence_id = e.id)
       AND NOT EXISTS (
           SELECT FROM (SELECT t.offered_by_id AS giver, coalesce(lag(t.taken_by_id) OVER (ORDER BY t.number), e.seized_by_id) AS holder
                        FROM public.cases_custodytransfer t WHERE t.evidence_id = e.id AND t.status = 'taken') c
           WHERE c.holder IS NOT NULL AND c.giver IS DISTINCT FROM c.holder)
       AND e.custodian_id IS NOT DISTINCT FROM coalesce(
           (SELECT t.taken_by_id FROM public.cases_custodytransfer t WHERE t.evidence_id = e.id AND t.status = 'taken'
            ORDER BY t.number DESC LIMIT 1), e.seized_by_id)
    FROM public.cases_evidence e
    WHERE e.id = of_evidence AND actip.reaches(e.matter_id, 'EVI', 'read')
$$;

-- What forbids to submit an item to court: '' or file, custody, alarm, offer. Answers for items within reach only.
CREATE OR REPLACE FUNCTION actip.evidence_fault(of_evidence uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT CASE
        WHEN EXISTS (SELECT FROM public.cases_evidencefile f WHERE f.evidence_id = e.id AND f.status <> 'sound') THEN 'file'
        WHEN NOT actip.custody_is_whole(e.id) THEN 'custody'
        WHEN EXISTS (SELECT FROM public.cases_evidencealarm a WHERE a.evidence_id = e.id AND a.status = 'raised') THEN 'alarm'
        WHEN EXISTS (SELECT FROM public.cases_custodytransfer t WHERE t.evidence_id = e.id AND t.status = 'offered') THEN 'offer'
        ELSE '' END
    FROM public.cases_evidence e
    WHERE e.id = of_evidence AND actip.reaches(e.matter_id, 'EVI', 'read')
$$;

CREATE OR REPLACE FUNCTION actip.guard_evidence() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NOT actip.is_system() THEN NEW.seized_by_id := coalesce(NEW.seized_by_id, actip.me_user()); END IF;
        NEW.custodian_id := NEW.seized_by_id;
        NEW.transfers := 0;
        RETURN NEW;
    END IF;
    IF (NEW.seized_by_id, NEW.custodian_id, NEW.transfers, NEW.case_id)
            IS DISTINCT FROM (OLD.seized_by_id, OLD.custodian_id, OLD.transfers, OLD.case_id) THEN
        RAISE EXCEPTION 'who holds an item follows its hand-overs' USING ERRCODE = '42501';
    END IF;
    IF OLD.status <> 'held' AND (NEW.kind, NEW.description, NEW.seized_on, NEW.seizure_reference, NEW.seal_number, NEW.source,
            NEW.tool, NEW.examiner, NEW.image_hash, NEW.acquired_on) IS DISTINCT FROM (OLD.kind, OLD.description, OLD.seized_on,
            OLD.seizure_reference, OLD.seal_number, OLD.source, OLD.tool, OLD.examiner, OLD.image_hash, OLD.acquired_on) THEN
        RAISE EXCEPTION 'what was said of an item stands once it is submitted' USING ERRCODE = '42501';
    END IF;
    IF NEW.status = 'submitted_to_court' AND OLD.status <> NEW.status AND actip.evidence_fault(NEW.id) IS DISTINCT FROM '' THEN
        RAISE EXCEPTION 'only what is whole goes to court' USING ERRCODE = '23514', CONSTRAINT = 'evidence_is_sound';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER evidence_guard BEFORE INSERT OR UPDATE ON public.cases_evidence
    FOR EACH ROW EXECUTE FUNCTION actip.guard_evidence();

-- A file is what arrived: hash, size, name, key and place never change; the program alone says what became of it.
CREATE OR REPLACE FUNCTION actip.guard_evidence_file() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF row_security_active(TG_RELID) AND (NEW.evidence_id, NEW.sha256, NEW.size, NEW.media, NEW.stored_as, NEW.key_id, NEW.name)
            IS DISTINCT FROM (OLD.evidence_id, OLD.sha256, OLD.size, OLD.media, OLD.stored_as, OLD.key_id, OLD.name) THEN
        RAISE EXCEPTION 'a file of evidence stays as it arrived' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER evidence_file_guard BEFORE UPDATE ON public.cases_evidencefile
    FOR EACH ROW EXECUTE FUNCTION actip.guard_evidence_file();

-- A hand-over: offered by the custodian, numbered without gap, taken by another officer of the agency that it was offered to.
CREATE OR REPLACE FUNCTION actip.guard_custody() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE item record;
BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT e.custodian_id, e.transfers, e.status INTO item FROM public.cases_evidence e WHERE e.id = NEW.evidence_id FOR UPDATE;
        IF NOT FOUND THEN RAISE EXCEPTION 'the item is out of reach' USING ERRCODE = '42501'; END IF;
        IF NOT actip.is_system() THEN NEW.offered_by_id := coalesce(NEW.offered_by_id, actip.me_user()); END IF;
        NEW.number := item.transfers + 1;
        IF item.custodian_id IS NOT NULL AND NEW.offered_by_id IS DISTINCT FROM item.custodian_id OR item.status <> 'held' THEN
            RAISE EXCEPTION 'only the custodian hands over what is held' USING ERRCODE = '23514', CONSTRAINT = 'custody_giver_holds_it';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.evidence_id, NEW.number, NEW.offered_by_id) IS DISTINCT FROM (OLD.evidence_id, OLD.number, OLD.offered_by_id)
        OR OLD.status <> 'offered'
        OR ((NEW.place, NEW.condition, NEW.seal_number, NEW.to_agency_id)
            IS DISTINCT FROM (OLD.place, OLD.condition, OLD.seal_number, OLD.to_agency_id)
            AND (NEW.status <> 'offered' OR (OLD.offered_by_id <> actip.me_user() AND NOT actip.is_system())))
        OR (NEW.taken_by_id IS NOT NULL AND NEW.status <> 'taken') THEN
        RAISE EXCEPTION 'a hand-over stays as it was signed' USING ERRCODE = '42501';
    END IF;
    IF NEW.status IN ('taken', 'refused') AND NOT actip.is_system() AND (OLD.offered_by_id = actip.me_user() OR actip.me_agency()
            <> coalesce(OLD.to_agency_id, (SELECT u.agency_id FROM public.accounts_user u WHERE u.id = OLD.offered_by_id), actip.me_agency())) THEN
        RAISE EXCEPTION 'the item is offered to somebody else' USING ERRCODE = '42501';
    END IF;
    IF NEW.status = 'withdrawn' AND OLD.offered_by_id <> actip.me_user() AND NOT actip.is_system() THEN
        RAISE EXCEPTION 'only who offered the item withdraws the offer' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER custody_guard BEFORE INSERT OR UPDATE ON public.cases_custodytransfer
    FOR EACH ROW EXECUTE FUNCTION actip.guard_custody();

-- The item follows: how many hand-overs it had, and who holds it now.
CREATE OR REPLACE FUNCTION actip.custody_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.cases_evidence SET
        transfers = greatest(transfers, NEW.number),
        custodian_id = CASE WHEN NEW.status = 'taken' THEN NEW.taken_by_id ELSE custodian_id END
    WHERE id = NEW.evidence_id AND (transfers < NEW.number OR NEW.status = 'taken');
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER custody_follows AFTER INSERT OR UPDATE OF status ON public.cases_custodytransfer
    FOR EACH ROW EXECUTE FUNCTION actip.custody_follows();

-- The program's own alarms are raised by it alone; an answered alarm stands.
CREATE OR REPLACE FUNCTION actip.guard_alarm() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) OR actip.is_system() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' AND NEW.kind IN ('file_altered', 'file_missing', 'custody_gap', 'abuse_listed') THEN
        RAISE EXCEPTION 'the program raises this alarm itself' USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.status <> 'raised' OR (NEW.evidence_id, NEW.kind, NEW.file_id)
            IS DISTINCT FROM (OLD.evidence_id, OLD.kind, OLD.file_id)) THEN
        RAISE EXCEPTION 'an alarm is answered, never changed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER alarm_guard BEFORE INSERT OR UPDATE ON public.cases_evidencealarm
    FOR EACH ROW EXECUTE FUNCTION actip.guard_alarm();

-- Child-abuse material is never stored: a file of a listed hash is refused whoever brings it, in whatever agency.
CREATE OR REPLACE FUNCTION actip.refuse_abuse_material() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT FROM public.cases_abusehash h WHERE h.value = NEW.sha256 AND h.algorithm = 'sha256') THEN
        RAISE EXCEPTION 'listed as child-abuse material' USING ERRCODE = '23514', CONSTRAINT = 'evidence_file_is_not_listed';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER refuse_abuse_material BEFORE INSERT ON public.cases_evidencefile
    FOR EACH ROW EXECUTE FUNCTION actip.refuse_abuse_material();

-- A hash listed later locks what lies here under it; the nightly check then destroys it.
CREATE OR REPLACE FUNCTION actip.lock_abuse_material() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.algorithm <> 'sha256' THEN RETURN NULL; END IF;
    INSERT INTO public.cases_evidencealarm (id, version, created_at, updated_at, matter_id, evidence_id, kind, file_id, note, answer, status)
    SELECT gen_random_uuid(), 1, now(), now(), f.matter_id, f.evidence_id, 'abuse_listed', f.id, '', '', 'raised'
    FROM public.cases_evidencefile f WHERE f.sha256 = NEW.value AND f.status NOT IN ('quarantined', 'destroyed');
    UPDATE public.cases_evidencefile SET status = 'quarantined', version = version + 1
    WHERE sha256 = NEW.value AND status NOT IN ('quarantined', 'destroyed');
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER lock_abuse_material AFTER INSERT OR UPDATE ON public.cases_abusehash
    FOR EACH ROW EXECUTE FUNCTION actip.lock_abuse_material();

-- The readings of all evidence say how much there is: the system's alone.
ALTER TABLE public.cases_evidencecheck ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS system ON public.cases_evidencecheck;
CREATE POLICY system ON public.cases_evidencecheck TO actip_app USING ((SELECT actip.is_system())) WITH CHECK ((SELECT actip.is_system()));
