-- Reports: which agency took one in, when a referral was acknowledged, and what a merged one stays.

-- Set on entry and kept: the agency that took the report in.
CREATE OR REPLACE FUNCTION actip.guard_report() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.acknowledged_at IS NOT NULL THEN
            RAISE EXCEPTION 'acknowledgements are written by the database' USING ERRCODE = '42501';
        END IF;
        IF NOT actip.is_system() THEN
            NEW.intake_agency_id := actip.me_agency();
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status = 'merged' THEN
        RAISE EXCEPTION 'a merged report is only read' USING ERRCODE = '42501';
    END IF;
    IF NEW.referred_to_id IS DISTINCT FROM OLD.referred_to_id THEN
        NEW.acknowledged_at := NULL;
    ELSIF NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at THEN
        RAISE EXCEPTION 'a referral is acknowledged by accepting it' USING ERRCODE = '42501';
    END IF;
    IF NEW.intake_agency_id IS DISTINCT FROM OLD.intake_agency_id THEN
        RAISE EXCEPTION 'a report keeps where it came from' USING ERRCODE = '42501';
    END IF;
    -- Who merges could write into both: what the one told goes on in the other.
    IF NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id
            AND NOT actip.is_system() AND NOT actip.reaches(NEW.merged_into_id, 'RPT', 'change') THEN
        RAISE EXCEPTION 'the linked record is out of reach' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER guard_report BEFORE INSERT OR UPDATE ON public.cases_report
    FOR EACH ROW EXECUTE FUNCTION actip.guard_report();

-- Nothing is added to or changed below a merged report.
CREATE OR REPLACE FUNCTION actip.guard_reporter() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF row_security_active(TG_RELID)
            AND EXISTS (SELECT FROM public.cases_report r WHERE r.id = NEW.report_id AND r.status = 'merged') THEN
        RAISE EXCEPTION 'a merged report is only read' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER guard_reporter BEFORE INSERT OR UPDATE ON public.cases_reporter
    FOR EACH ROW EXECUTE FUNCTION actip.guard_reporter();

-- The agency that a report is referred to acknowledges it by accepting; the report says when.
CREATE OR REPLACE FUNCTION actip.referral_answered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.cases_report SET acknowledged_at = now(), version = version + 1, updated_at = now()
    WHERE id = NEW.matter_id AND status = 'referred' AND referred_to_id = NEW.agency_id AND acknowledged_at IS NULL;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER referral_answered AFTER UPDATE OF state ON public.access_assignment
    FOR EACH ROW WHEN (NEW.basis = 'referral' AND OLD.state = 'offered' AND NEW.state = 'accepted')
    EXECUTE FUNCTION actip.referral_answered();

-- Reports whose reporter left the same telephone as this one's, for whoever may write all of them; nothing is opened.
CREATE OR REPLACE FUNCTION actip.same_reporter(of_report uuid, max_rows int) RETURNS TABLE (report_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    mine int[] := actip.keys('RPT', 'change');
    wanted bigint[];
BEGIN
    SELECT t.hashes INTO wanted FROM public.vault_token t JOIN public.access_matter m ON m.id = t.matter_id
    WHERE t.matter_id = of_report AND t.code = 'RPT' AND t.kind = 'phone' AND m.reach && mine;
    IF wanted IS NULL OR wanted = '{}' THEN RETURN; END IF;
    RETURN QUERY
    SELECT DISTINCT t.matter_id FROM public.vault_token t JOIN public.access_matter m ON m.id = t.matter_id
    WHERE t.hashes && wanted AND t.code = 'RPT' AND t.kind = 'phone' AND t.matter_id <> of_report AND m.reach && mine
    LIMIT max_rows;
END $$;

CREATE OR REPLACE TRIGGER day_has_come BEFORE INSERT OR UPDATE OF received_at ON public.cases_report
    FOR EACH ROW EXECUTE FUNCTION actip.has_come('received_at');
CREATE OR REPLACE TRIGGER day_has_come BEFORE INSERT OR UPDATE OF opened_on ON public.cases_case
    FOR EACH ROW EXECUTE FUNCTION actip.has_come('opened_on');
