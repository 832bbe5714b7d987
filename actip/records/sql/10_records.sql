-- Clocks belong to their matter, repeated requests to whoever made them.
ALTER TABLE public.records_clock ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS of_matter ON public.records_clock;
CREATE POLICY of_matter ON public.records_clock TO actip_app, actip_report
    USING ((SELECT m.id FROM public.access_matter m WHERE m.id = records_clock.matter_id) IS NOT NULL)
    WITH CHECK ((SELECT m.id FROM public.access_matter m WHERE m.id = records_clock.matter_id) IS NOT NULL);

ALTER TABLE public.records_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own ON public.records_request;
CREATE POLICY own ON public.records_request TO actip_app
    USING (user_id = (SELECT actip.me_user())) WITH CHECK (user_id = (SELECT actip.me_user()));

-- A matter carries the next end of a running clock, for the feed.
CREATE OR REPLACE FUNCTION actip.clock_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.access_matter SET next_due_at =
        (SELECT min(c.due_at) FROM public.records_clock c WHERE c.matter_id = NEW.matter_id AND c.ended_at IS NULL)
    WHERE id = NEW.matter_id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER clock_changed AFTER INSERT OR UPDATE ON public.records_clock
    FOR EACH ROW EXECUTE FUNCTION actip.clock_changed();

-- A clock is ended or answered, never moved.
CREATE OR REPLACE FUNCTION actip.guard_clock() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF row_security_active(TG_RELID) AND NOT actip.is_system() AND (
        (NEW.matter_id, NEW.rule_id, NEW.record_id, NEW.starts_at, NEW.due_at)
            IS DISTINCT FROM (OLD.matter_id, OLD.rule_id, OLD.record_id, OLD.starts_at, OLD.due_at)
        OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)) THEN
        RAISE EXCEPTION 'a clock is ended or answered, never moved' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER guard_clock BEFORE UPDATE ON public.records_clock FOR EACH ROW EXECUTE FUNCTION actip.guard_clock();
