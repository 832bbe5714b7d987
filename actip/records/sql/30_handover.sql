-- A hand-over: its clock ends with the offer, its packets are received with it; and nothing stays with an officer who leaves.

-- Packets are there for whoever sees the offer that they were made for.
ALTER TABLE public.records_packet ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS of_offer ON public.records_packet;
CREATE POLICY of_offer ON public.records_packet TO actip_app, actip_report
    USING ((SELECT a.matter_id FROM public.access_assignment a WHERE a.id = offer_id) = matter_id)
    WITH CHECK ((SELECT a.matter_id FROM public.access_assignment a WHERE a.id = offer_id) = matter_id);

-- Made in one's own name, for an open offer of one's own agency, by whoever may assign the matter or hand it on; never changed.
CREATE OR REPLACE FUNCTION actip.guard_packet() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE kind text;
BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    SELECT m.kind INTO kind FROM public.access_matter m WHERE m.id = NEW.matter_id;
    IF TG_OP = 'UPDATE' OR NEW.received_at IS NOT NULL OR NEW.received_by_id IS NOT NULL THEN
        RAISE EXCEPTION 'a packet is not changed, and received by accepting the offer' USING ERRCODE = '42501';
    END IF;
    IF NEW.made_by_id IS DISTINCT FROM actip.me_user()
        OR NOT (actip.reaches(NEW.matter_id, actip.root_code(kind), 'assign') OR actip.leads(NEW.matter_id))
        OR NOT EXISTS (SELECT FROM public.access_assignment a WHERE a.id = NEW.offer_id AND a.matter_id = NEW.matter_id
                       AND a.basis = 'referral' AND a.state = 'offered' AND a.from_agency_id = actip.me_agency()) THEN
        RAISE EXCEPTION 'a packet is made for an open offer of one''s own' USING ERRCODE = '42501';
    END IF;
    NEW.made_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER guard_packet BEFORE INSERT OR UPDATE ON public.records_packet
    FOR EACH ROW EXECUTE FUNCTION actip.guard_packet();

CREATE OR REPLACE FUNCTION actip.packet_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM actip_private.audit_write('export', 'assignments', NEW.offer_id::text, NEW.matter_id, '', '{}',
        jsonb_build_object('packet', NEW.id, 'sha256', NEW.digest, 'for_role', NEW.role), current_setting('actip.request', true));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER packet_made AFTER INSERT ON public.records_packet
    FOR EACH ROW EXECUTE FUNCTION actip.packet_made();

-- An answered or withdrawn offer waits no longer; accepting it receives the packets that were made for it.
CREATE OR REPLACE FUNCTION actip.offer_answered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE made uuid;
BEGIN
    UPDATE public.records_clock SET ended_at = greatest(clock_timestamp(), starts_at), ended_recorded_at = clock_timestamp()
    WHERE record_id = NEW.id AND record_type = 'assignments' AND ended_at IS NULL;
    IF NEW.state = 'accepted' THEN
        FOR made IN UPDATE public.records_packet SET received_at = clock_timestamp(), received_by_id = actip.me_user()
                    WHERE offer_id = NEW.id AND received_at IS NULL RETURNING id LOOP
            PERFORM actip_private.audit_write('packet_received', 'assignments', NEW.id::text, NEW.matter_id, '', '{}',
                jsonb_build_object('packet', made), current_setting('actip.request', true));
        END LOOP;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER offer_answered AFTER UPDATE OF state ON public.access_assignment
    FOR EACH ROW WHEN (OLD.state = 'offered' AND NEW.state <> 'offered') EXECUTE FUNCTION actip.offer_answered();
