-- A case's status follows its newest prosecution, whoever records it: prosecutors and courts read cases, they do not write
-- them. A case that the police have only opened, or that was closed, stays as it is.
CREATE OR REPLACE FUNCTION actip.case_follows_prosecution() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    becomes text := CASE NEW.status
        WHEN 'further_inquiry_ordered' THEN 'further_inquiry'
        WHEN 'indicted' THEN 'indicted'
        WHEN 'suspended' THEN 'suspended'
        WHEN 'agreed' THEN 'non_prosecution'
        WHEN 'upheld' THEN 'non_prosecution'
        ELSE 'with_prosecutor' END;
BEGIN
    IF EXISTS (SELECT FROM public.cases_prosecution p WHERE p.case_id = NEW.case_id
               AND (p.received_on, p.created_at, p.id) > (NEW.received_on, NEW.created_at, NEW.id)) THEN
        RETURN NULL;
    END IF;
    UPDATE public.cases_case c
       SET status = becomes, received_by_prosecutor_on = NEW.received_on,
           decided_on = CASE WHEN becomes IN ('indicted', 'non_prosecution') THEN coalesce(NEW.attorney_general_on, NEW.decided_on)
                             ELSE c.decided_on END,
           version = c.version + 1, updated_at = now()
     WHERE c.id = NEW.case_id AND c.status NOT IN ('opened', 'closed') AND c.status <> becomes;
    IF becomes = 'indicted' THEN
        UPDATE public.cases_casecharge h
           SET status = 'indicted', indicted_on = coalesce(NEW.attorney_general_on, NEW.decided_on), version = h.version + 1,
               updated_at = now()
         WHERE h.case_id = NEW.case_id AND h.status = 'laid';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER case_follows_prosecution AFTER INSERT OR UPDATE OF status ON public.cases_prosecution
    FOR EACH ROW EXECUTE FUNCTION actip.case_follows_prosecution();
