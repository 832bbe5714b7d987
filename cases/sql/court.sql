-- Invariants across the records of one trial. The functions that check run as the writer, after guard_row has refused
-- every link out of her reach, so that a refusal says nothing about what she cannot see.

-- A hearing is not older than the filing; an appeal is against a judgment of its own court case, and not older than that.
CREATE OR REPLACE FUNCTION actip.guard_hearing() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT FROM public.cases_courtcase k WHERE k.id = NEW.court_case_id
               AND k.filed_on > (NEW.starts_at AT TIME ZONE 'Asia/Bangkok')::date) THEN
        RAISE EXCEPTION 'a hearing is not older than the filing' USING ERRCODE = '23514', CONSTRAINT = 'hearing_after_filing';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER hearing_guard BEFORE INSERT OR UPDATE ON public.cases_hearing
    FOR EACH ROW EXECUTE FUNCTION actip.guard_hearing();

CREATE OR REPLACE FUNCTION actip.guard_appeal() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT FROM public.cases_judgment j WHERE j.id = NEW.judgment_id
               AND (j.court_case_id <> NEW.court_case_id OR j.read_on > NEW.filed_on)) THEN
        RAISE EXCEPTION 'an appeal is against an earlier judgment of its court case'
            USING ERRCODE = '23514', CONSTRAINT = 'appeal_of_one_court_case';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER zz_appeal_guard BEFORE INSERT OR UPDATE ON public.cases_appeal
    FOR EACH ROW EXECUTE FUNCTION actip.guard_appeal();

-- A file reaches the prosecutor after the case was opened.
CREATE OR REPLACE FUNCTION actip.guard_prosecution() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT FROM public.cases_case c WHERE c.id = NEW.case_id AND c.opened_on > NEW.received_on) THEN
        RAISE EXCEPTION 'a file is not received before its case was opened'
            USING ERRCODE = '23514', CONSTRAINT = 'prosecution_after_opening';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER zz_prosecution_guard BEFORE INSERT OR UPDATE OF received_on ON public.cases_prosecution
    FOR EACH ROW EXECUTE FUNCTION actip.guard_prosecution();

-- Suspect, charge and court case of one case; the prosecution of a court case likewise, and the charge is filed after its decision.
CREATE OR REPLACE FUNCTION actip.guard_court_case() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT FROM public.cases_prosecution p WHERE p.id = NEW.prosecution_id AND p.case_id <> NEW.case_id) THEN
        RAISE EXCEPTION 'the prosecution is of another case' USING ERRCODE = '23514', CONSTRAINT = 'court_case_of_one_case';
    END IF;
    IF NEW.kind = 'charge' AND EXISTS (SELECT FROM public.cases_prosecution p WHERE p.id = NEW.prosecution_id
            AND NEW.filed_on < coalesce(p.attorney_general_on, p.decided_on, p.received_on)) THEN
        RAISE EXCEPTION 'a charge is not filed before the decision' USING ERRCODE = '23514', CONSTRAINT = 'court_case_after_decision';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER zz_court_case_guard BEFORE INSERT OR UPDATE ON public.cases_courtcase
    FOR EACH ROW EXECUTE FUNCTION actip.guard_court_case();

-- A judgment stands on a charge of the same case and defendant, and once confirmed is superseded, never edited.
CREATE OR REPLACE FUNCTION actip.guard_judgment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    court public.cases_courtcase;
    charge public.cases_casecharge;
BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND OLD.status <> 'entered' THEN
        RAISE EXCEPTION 'a judgment is superseded by a new one, never edited' USING ERRCODE = '42501';
    END IF;
    SELECT * INTO court FROM public.cases_courtcase k WHERE k.id = NEW.court_case_id;
    SELECT * INTO charge FROM public.cases_casecharge h WHERE h.id = NEW.charge_id;
    IF charge.suspect_id IS DISTINCT FROM NEW.suspect_id OR charge.case_id IS DISTINCT FROM court.case_id OR court.kind <> 'charge' THEN
        RAISE EXCEPTION 'defendant, charge and court case are of one case'
            USING ERRCODE = '23514', CONSTRAINT = 'judgment_of_one_case';
    END IF;
    IF NEW.read_on < greatest(court.filed_on, charge.offence_on) THEN
        RAISE EXCEPTION 'a judgment is not older than the filing' USING ERRCODE = '23514', CONSTRAINT = 'judgment_after_filing';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.status <> 'entered' AND charge.status IN ('proposed', 'approved', 'laid', 'dropped') THEN
        RAISE EXCEPTION 'no verdict without a charge that was indicted' USING ERRCODE = '23514', CONSTRAINT = 'judgment_needs_a_charge';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER zz_judgment_guard BEFORE INSERT OR UPDATE ON public.cases_judgment
    FOR EACH ROW EXECUTE FUNCTION actip.guard_judgment();

-- One judgment on a charge is in force. No constraint of the model, which would be asked before the one that it supersedes
-- has been taken out of force.
CREATE UNIQUE INDEX IF NOT EXISTS judgment_one_in_force ON public.cases_judgment (charge_id) WHERE status = 'in_force';

-- Which judgment on a charge is in force: the highest instance, of equals the last read; none read before a new trial was
-- ordered. The charge is locked first, so that of two judges at once the second is placed after the first.
CREATE OR REPLACE FUNCTION actip.place_judgment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ranks text[] := '{first,appeal,supreme}';
BEGIN
    PERFORM FROM public.cases_casecharge h WHERE h.id = NEW.charge_id FOR UPDATE;
    IF EXISTS (SELECT FROM public.cases_courtcase k WHERE k.id = NEW.court_case_id AND k.retrial_on >= NEW.read_on)
        OR EXISTS (SELECT FROM public.cases_judgment j WHERE j.charge_id = NEW.charge_id AND j.id <> NEW.id AND j.status = 'in_force'
                   AND (array_position(ranks, j.instance::text), j.read_on)
                     > (array_position(ranks, NEW.instance::text), NEW.read_on)) THEN
        NEW.status := 'superseded';
    ELSE
        UPDATE public.cases_judgment j SET status = 'superseded', version = j.version + 1, updated_at = now()
         WHERE j.charge_id = NEW.charge_id AND j.id <> NEW.id AND j.status = 'in_force';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS zzz_judgment_place ON public.cases_judgment;
CREATE TRIGGER zzz_judgment_place BEFORE INSERT OR UPDATE OF status ON public.cases_judgment
    FOR EACH ROW WHEN (NEW.status = 'in_force') EXECUTE FUNCTION actip.place_judgment();

-- A charge's outcome follows the judgment in force; with none, after a new trial was ordered, the charge stands again.
CREATE OR REPLACE FUNCTION actip.charge_follows_judgment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.cases_casecharge h
       SET status = coalesce(j.outcome, 'indicted'), decided_on = coalesce(j.read_on, h.decided_on), version = h.version + 1,
           updated_at = now()
      FROM (SELECT NEW.charge_id AS id) one
      LEFT JOIN public.cases_judgment j ON j.charge_id = one.id AND j.status = 'in_force'
     WHERE h.id = one.id AND (j.id IS NOT NULL OR h.status IN ('convicted', 'acquitted', 'dismissed', 'withdrawn'))
       AND (h.status, h.decided_on) IS DISTINCT FROM (coalesce(j.outcome, 'indicted'), coalesce(j.read_on, h.decided_on));
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS charge_follows_judgment ON public.cases_judgment;
CREATE TRIGGER charge_follows_judgment AFTER INSERT OR UPDATE OF status ON public.cases_judgment
    FOR EACH ROW WHEN (NEW.status <> 'entered') EXECUTE FUNCTION actip.charge_follows_judgment();

-- While a judgment is in force nobody gives the charge another outcome by hand.
CREATE OR REPLACE FUNCTION actip.guard_verdict() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT FROM public.cases_judgment j WHERE j.charge_id = NEW.id AND j.status = 'in_force' AND j.outcome <> NEW.status) THEN
        RAISE EXCEPTION 'the outcome of a charge follows the judgment in force' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER zz_verdict_guard BEFORE UPDATE OF status ON public.cases_casecharge
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION actip.guard_verdict();

-- A new trial takes every judgment read before it out of force.
CREATE OR REPLACE FUNCTION actip.trial_begins_again() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.cases_judgment j SET status = 'superseded', version = j.version + 1, updated_at = now()
     WHERE j.court_case_id = NEW.id AND j.status = 'in_force' AND j.read_on <= NEW.retrial_on;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER trial_begins_again AFTER UPDATE OF retrial_on ON public.cases_courtcase
    FOR EACH ROW WHEN (NEW.retrial_on IS DISTINCT FROM OLD.retrial_on AND NEW.retrial_on IS NOT NULL)
    EXECUTE FUNCTION actip.trial_begins_again();
