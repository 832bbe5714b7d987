-- The offence catalogue is read by everybody who acts and written by the system alone (load_reference).
ALTER TABLE public.cases_offence ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS see ON public.cases_offence;
CREATE POLICY see ON public.cases_offence FOR SELECT TO actip_app, actip_report USING (true);
DROP POLICY IF EXISTS load ON public.cases_offence;
CREATE POLICY load ON public.cases_offence TO actip_app, actip_report
    USING ((SELECT actip.is_system())) WITH CHECK ((SELECT actip.is_system()));

-- A charge takes over the law of the day of the offence, whoever writes it and whatever was sent; nobody writes it
-- otherwise. A later correction of the catalogue leaves it as it was.
CREATE OR REPLACE FUNCTION actip.charge_law() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE law public.cases_offence;
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.provision, NEW.offence_on) IS NOT DISTINCT FROM (OLD.provision, OLD.offence_on) THEN
        NEW.offence_id := OLD.offence_id;
        NEW.provision_th := OLD.provision_th;
        NEW.provision_en := OLD.provision_en;
        NEW.penalty_th := OLD.penalty_th;
        NEW.penalty_en := OLD.penalty_en;
        NEW.max_months := OLD.max_months;
        NEW.is_life := OLD.is_life;
        NEW.is_listed_s41 := OLD.is_listed_s41;
        RETURN NEW;
    END IF;
    SELECT * INTO law FROM public.cases_offence o
    WHERE o.code = NEW.provision AND o.valid_from <= NEW.offence_on AND coalesce(o.valid_to, 'infinity') >= NEW.offence_on
    ORDER BY o.valid_from DESC LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no row of this provision was in force on that day'
            USING ERRCODE = '23514', CONSTRAINT = 'charge_law_in_force';
    END IF;
    NEW.offence_id := law.id;
    NEW.provision_th := law.provision_th;
    NEW.provision_en := law.provision_en;
    NEW.penalty_th := law.penalty_th;
    NEW.penalty_en := law.penalty_en;
    NEW.max_months := law.max_months;
    NEW.is_life := law.is_life OR law.is_death;
    NEW.is_listed_s41 := law.is_listed_s41;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER charge_law BEFORE INSERT OR UPDATE ON public.cases_casecharge
    FOR EACH ROW EXECUTE FUNCTION actip.charge_law();

-- No charge without a suspect of the same case. After the row was let in, so that a refusal tells nothing to whoever
-- may not write here.
CREATE OR REPLACE FUNCTION actip.charge_of_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.cases_suspect s WHERE s.id = NEW.suspect_id AND s.case_id = NEW.case_id) THEN
        RAISE EXCEPTION 'the suspect is of another case' USING ERRCODE = '23514', CONSTRAINT = 'charge_suspect_of_case';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER charge_of_case AFTER INSERT OR UPDATE OF suspect_id, case_id ON public.cases_casecharge
    FOR EACH ROW EXECUTE FUNCTION actip.charge_of_case();

-- Indictment and outcome are the prosecutor's (actip.guard_move holds whose step each is).
DROP TRIGGER IF EXISTS guard_outcome ON public.cases_casecharge;
DROP FUNCTION IF EXISTS actip.charge_outcome();
