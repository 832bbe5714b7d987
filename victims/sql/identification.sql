-- Screening opens an identification, whoever screened; a decision is re-opened by new facts; the age that it was made on
-- stays. Rules of teams are loaded by the system.

ALTER TABLE public.victims_teamrule ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS see ON public.victims_teamrule;
CREATE POLICY see ON public.victims_teamrule FOR SELECT TO actip_app, actip_report USING (true);
DROP POLICY IF EXISTS load ON public.victims_teamrule;
CREATE POLICY load ON public.victims_teamrule TO actip_app USING ((SELECT actip.is_system())) WITH CHECK ((SELECT actip.is_system()));

-- Indications and doubt open an identification, also by the hand of somebody who may only know that there are some; the
-- social ministry's office of the province, or else the ministry, is offered the person.
CREATE OR REPLACE FUNCTION actip.screening_opens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    earlier uuid := (SELECT d.id FROM public.victims_identificationdecision d
                     WHERE d.person_id = NEW.person_id AND NOT EXISTS (
                         SELECT FROM public.victims_identificationdecision n WHERE n.supersedes_id = d.id)
                     ORDER BY d.decided_on DESC NULLS LAST, d.id LIMIT 1);
    receiver bigint := (SELECT a.id FROM public.accounts_agency a
                        WHERE a.is_active AND (a.kind = 'msdhs' OR a.kind = 'province' AND a.province = NEW.province)
                        ORDER BY a.kind = 'msdhs', a.id LIMIT 1);
BEGIN
    IF NOT EXISTS (SELECT FROM public.victims_identificationdecision d WHERE d.person_id = NEW.person_id
                   AND d.status IN ('pending', 'under_protection', 'pre_identification', 'under_reflection')) THEN
        INSERT INTO public.victims_identificationdecision (id, version, created_at, updated_at, matter_id, person_id,
            screening_id, supersedes_id, new_facts, opened_on, province, status, police_present, msdhs_present,
            other_present, reasons, own_words, dissent, dissenting, interviewer_sex, wished_sex, interpreter,
            reflection_end, referral)
        VALUES (gen_random_uuid(), 1, now(), now(), NEW.matter_id, NEW.person_id, NEW.id, earlier,
            CASE WHEN earlier IS NULL THEN '' ELSE 'คัดกรองใหม่ / screened again' END, NEW.screened_on, NEW.province,
            'pending', false, false, '', '', '', '', '{}', '', '', '', '', '');
    END IF;
    IF receiver IS NOT NULL AND NOT EXISTS (SELECT FROM public.access_assignment a WHERE a.matter_id = NEW.matter_id
            AND a.agency_id = receiver AND a.officer_id IS NULL AND a.state IN ('offered', 'accepted')) THEN
        INSERT INTO public.access_assignment (id, matter_id, agency_id, basis, state, is_lead, starts_at, note, reason,
            assigned_by_id, from_agency_id, version, created_at, updated_at)
        VALUES (gen_random_uuid(), NEW.matter_id, receiver, 'referral', 'offered', false, now(), '', '',
            actip.me_user(), actip.me_agency(), 1, now(), now());
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER screening_opens AFTER UPDATE OF status ON public.victims_screening FOR EACH ROW
    WHEN (NEW.status = 'done' AND OLD.status <> 'done' AND NEW.outcome IN ('indications_found', 'unclear'))
    EXECUTE FUNCTION actip.screening_opens();

-- What a screening found is not changed afterwards: actip.guard_move holds that, since no step leaves `done`.
DROP TRIGGER IF EXISTS screening_is_final ON public.victims_screening;
DROP FUNCTION IF EXISTS actip.screening_is_final();

-- Somebody about whom it was decided is identified again only by superseding that decision, with new facts.
CREATE OR REPLACE FUNCTION actip.identification_reopens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF actip.is_system() THEN RETURN NEW; END IF;
    IF NEW.supersedes_id IS NULL THEN
        IF EXISTS (SELECT FROM public.victims_identificationdecision d
                   WHERE d.person_id = NEW.person_id AND actip.reaches(NEW.matter_id, 'IDN', 'create')
                     AND d.status NOT IN ('pending', 'under_protection', 'pre_identification', 'under_reflection')
                     AND NOT EXISTS (SELECT FROM public.victims_identificationdecision n WHERE n.supersedes_id = d.id)) THEN
            RAISE EXCEPTION 'decided already: say which decision new facts re-open'
                USING ERRCODE = '23514', CONSTRAINT = 'identification_decided_already';
        END IF;
    ELSIF NOT EXISTS (SELECT FROM public.victims_identificationdecision d
                      WHERE d.id = NEW.supersedes_id AND d.person_id = NEW.person_id
                        AND d.status NOT IN ('pending', 'under_protection', 'pre_identification', 'under_reflection')) THEN
        RAISE EXCEPTION 'a decision of the same person is re-opened'
            USING ERRCODE = '23514', CONSTRAINT = 'identification_supersedes_its_own';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER identification_reopens BEFORE INSERT ON public.victims_identificationdecision
    FOR EACH ROW EXECUTE FUNCTION actip.identification_reopens();

-- A decision is made on findings: act, purpose, for an adult means, and the person's own words. Without finding it is closed.
CREATE OR REPLACE FUNCTION actip.decided_on_findings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT actip.is_system() AND (NEW.act_found IS NULL OR NEW.purpose_found IS NULL OR btrim(NEW.own_words) = ''
            OR (NEW.means_found IS NULL AND NOT EXISTS (
                SELECT FROM public.victims_person p WHERE p.id = NEW.person_id
                AND coalesce(nullif(p.corrected_age_band, ''), p.age_band) IN ('under_15', '15_17')))) THEN
        RAISE EXCEPTION 'a decision states act, means, purpose and her own words'
            USING ERRCODE = '23514', CONSTRAINT = 'identification_decided_on_findings';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER decided_on_findings BEFORE UPDATE OF status ON public.victims_identificationdecision FOR EACH ROW
    WHEN (NEW.status IN ('decided_victim_tip', 'decided_victim_forced_labour', 'decided_not_victim') AND OLD.status <> NEW.status)
    EXECUTE FUNCTION actip.decided_on_findings();

-- A team is invited to one identification: there is one that is open. AFTER, so that whoever may not assign learns nothing.
CREATE OR REPLACE FUNCTION actip.team_is_invited() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT actip.is_system() AND NOT EXISTS (
            SELECT FROM public.victims_identificationdecision d WHERE d.matter_id = NEW.matter_id
            AND d.status IN ('pending', 'under_protection', 'pre_identification', 'under_reflection')) THEN
        RAISE EXCEPTION 'no identification is open' USING ERRCODE = '23514', CONSTRAINT = 'assignment_team_has_identification';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER team_is_invited AFTER INSERT ON public.access_assignment FOR EACH ROW
    WHEN (NEW.basis = 'team') EXECUTE FUNCTION actip.team_is_invited();

-- What it re-opens, and the screening that opened it, are said once.
CREATE OR REPLACE FUNCTION actip.identification_keeps_origin() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF row_security_active(TG_RELID) AND NOT actip.is_system()
            AND (NEW.person_id, NEW.supersedes_id, NEW.screening_id)
                IS DISTINCT FROM (OLD.person_id, OLD.supersedes_id, OLD.screening_id) THEN
        RAISE EXCEPTION 'an identification keeps what it came from' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER identification_keeps_origin BEFORE UPDATE ON public.victims_identificationdecision
    FOR EACH ROW EXECUTE FUNCTION actip.identification_keeps_origin();

-- The age of first contact stays as it was when the first decision was made; whoever writes, also who may not see decisions.
CREATE OR REPLACE FUNCTION actip.age_band_is_frozen() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT FROM public.victims_identificationdecision d WHERE d.person_id = NEW.id
               AND d.status NOT IN ('pending', 'under_protection', 'pre_identification', 'under_reflection')) THEN
        RAISE EXCEPTION 'the age at first contact was decided on: enter a correction'
            USING ERRCODE = '23514', CONSTRAINT = 'person_age_band_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER age_band_is_frozen BEFORE UPDATE OF age_band ON public.victims_person FOR EACH ROW
    WHEN (OLD.age_band IS DISTINCT FROM NEW.age_band) EXECUTE FUNCTION actip.age_band_is_frozen();

CREATE OR REPLACE TRIGGER day_has_come BEFORE INSERT OR UPDATE OF opened_on, decided_on ON public.victims_identificationdecision
    FOR EACH ROW EXECUTE FUNCTION actip.has_come('opened_on', 'decided_on');
