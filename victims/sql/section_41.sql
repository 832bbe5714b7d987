-- Section 41, Anti-Trafficking in Persons Act: nobody proceeds against a victim for the acts that it lists without the
-- written permission of the Minister of Justice. Held here, whoever writes and by which way: pages, API, import, SQL.
-- These functions look across agencies; what they find is told to nobody but the checkers (record code S41).

-- A victim by the newest decision, or somebody whose identification is open, in whichever of her records that stands.
CREATE OR REPLACE FUNCTION actip.is_protected_s41(of_person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (
        SELECT FROM actip_private.same_person(of_person) AS hers(id)
        WHERE EXISTS (SELECT FROM public.victims_person p WHERE p.id = hers.id AND p.status IN ('victim', 'under_protection'))
           OR EXISTS (SELECT FROM public.victims_identificationdecision d WHERE d.person_id = hers.id AND d.status NOT IN
                      ('decided_victim_tip', 'decided_victim_forced_labour', 'decided_not_victim', 'undetermined')))
$$;

-- Everybody who carries the suspect's document or is linked to the suspect, unless a checker found that it is not she.
-- The hashes are read first: joined in one statement, tables without statistics were compared row by row with each other.
CREATE OR REPLACE FUNCTION actip.people_like_suspect(of_suspect uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE marks bigint[];
BEGIN
    SELECT array_agg(h) INTO marks FROM public.cases_suspectidentity i
    JOIN public.vault_token s ON s.row_id = i.id AND s.kind = '=doc' CROSS JOIN unnest(s.hashes) h
    WHERE i.suspect_id = of_suspect;
    RETURN QUERY SELECT v.matter_id FROM public.vault_token v
        WHERE v.hashes && marks AND v.kind = '=doc' AND v.code = 'VID'
        UNION SELECT l.person_id FROM public.victims_samepersonlink l WHERE l.suspect_id = of_suspect
        EXCEPT SELECT l.person_id FROM public.victims_samepersonlink l WHERE l.suspect_id = of_suspect AND l.status = 'rejected';
END $$;

-- The suspects that carry a person's document or are linked to her.
CREATE OR REPLACE FUNCTION actip.suspects_like_person(of_person uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE marks bigint[];
BEGIN
    SELECT array_agg(h) INTO marks FROM public.vault_token v CROSS JOIN unnest(v.hashes) h
    WHERE v.matter_id = of_person AND v.kind = '=doc' AND v.code = 'VID';
    RETURN QUERY SELECT i.suspect_id FROM public.vault_token s JOIN public.cases_suspectidentity i ON i.id = s.row_id
        WHERE s.hashes && marks AND s.kind = '=doc' AND s.code = 'SUS'
        UNION SELECT l.suspect_id FROM public.victims_samepersonlink l WHERE l.person_id = of_person;
END $$;

-- Does a listed charge that is being pursued stand against the suspect without the permission?
CREATE OR REPLACE FUNCTION actip.lacks_permission_s41(of_suspect uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM public.cases_casecharge c WHERE c.suspect_id = of_suspect AND c.is_listed_s41
                   AND c.permission_number = '' AND c.status IN ('proposed', 'approved', 'laid', 'indicted'))
$$;

-- Brings the suspect's links up to date: the ones that documents give, and whether a permission is missing. A link where
-- one has come to be missing waits for the checker again.
CREATE OR REPLACE FUNCTION actip.watch_s41(of_suspect uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE lacks boolean := actip.lacks_permission_s41(of_suspect);
BEGIN
    INSERT INTO public.victims_samepersonlink (id, version, created_at, updated_at, matter_id, suspect_id, person_id,
        origin, needs_permission, note, status)
    SELECT gen_random_uuid(), 1, now(), now(), s.matter_id, s.id, p.id, 'document', false, '', 'found'
    FROM public.cases_suspect s, actip.people_like_suspect(of_suspect) AS p(id) WHERE s.id = of_suspect
    ON CONFLICT (suspect_id, person_id) DO NOTHING;
    UPDATE public.victims_samepersonlink l SET needs_permission = w.missing, version = l.version + 1, updated_at = now(),
        status = CASE WHEN w.missing THEN 'found' ELSE l.status END
    FROM (SELECT k.id, lacks AND k.status <> 'rejected' AND actip.is_protected_s41(k.person_id) AS missing
          FROM public.victims_samepersonlink k WHERE k.suspect_id = of_suspect) w
    WHERE l.id = w.id AND l.needs_permission IS DISTINCT FROM w.missing;
END $$;

-- The same for all suspects that carry a document of hers, from whichever of her records, or are linked to one.
CREATE OR REPLACE FUNCTION actip_private.watch_person_s41(of_person uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT actip.watch_s41(s.id)
    FROM (SELECT DISTINCT found.id FROM actip_private.same_person(of_person) AS hers(id),
                 actip.suspects_like_person(hers.id) AS found(id)) s
$$;

CREATE OR REPLACE FUNCTION actip.refuse_s41(of_suspect uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT FROM actip.people_like_suspect(of_suspect) AS p(id) WHERE actip.is_protected_s41(p.id)) THEN
        RAISE EXCEPTION 'section 41 asks for the written permission of the Minister of Justice'
            USING ERRCODE = '23514', CONSTRAINT = 'charge_permission_s41';
    END IF;
END $$;

-- 1. A listed charge is made, or goes a step further. AFTER, so that whoever may not write here learns nothing. What a
-- court or the inquiry ends (dropped, withdrawn, convicted, ...) is a fact and is recorded.
CREATE OR REPLACE FUNCTION actip.charge_s41() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.is_listed_s41 AND NEW.permission_number = '' AND NEW.status IN ('proposed', 'approved', 'laid', 'indicted')
            AND (TG_OP = 'INSERT' OR (NEW.provision, NEW.suspect_id, NEW.permission_number, NEW.status)
                 IS DISTINCT FROM (OLD.provision, OLD.suspect_id, OLD.permission_number, OLD.status)) THEN
        PERFORM actip.refuse_s41(NEW.suspect_id);
    END IF;
    PERFORM actip.watch_s41(NEW.suspect_id);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER section_41 AFTER INSERT OR UPDATE ON public.cases_casecharge
    FOR EACH ROW EXECUTE FUNCTION actip.charge_s41();

-- 2. The identity comes after the charge: the row and its tokens, in either order.
CREATE OR REPLACE FUNCTION actip.suspect_known_s41(of_suspect uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF actip.lacks_permission_s41(of_suspect) THEN
        PERFORM actip.refuse_s41(of_suspect);
    END IF;
    PERFORM actip.watch_s41(of_suspect);
END $$;
CREATE OR REPLACE FUNCTION actip.identity_s41() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM actip.suspect_known_s41(NEW.suspect_id);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER section_41 AFTER INSERT ON public.cases_suspectidentity
    FOR EACH ROW EXECUTE FUNCTION actip.identity_s41();

-- 3. A document is indexed: of a suspect as above; of a person, nothing is refused (the help comes first) and the
-- checkers are told.
CREATE OR REPLACE FUNCTION actip.document_s41() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.code = 'SUS' THEN
        PERFORM actip.suspect_known_s41(i.suspect_id) FROM public.cases_suspectidentity i WHERE i.id = NEW.row_id;
    ELSIF NEW.code = 'VID' THEN
        PERFORM actip.watch_s41(s.id) FROM actip.suspects_like_person(NEW.matter_id) AS s(id);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER section_41 AFTER INSERT ON public.vault_token
    FOR EACH ROW WHEN (NEW.kind = '=doc') EXECUTE FUNCTION actip.document_s41();

-- 4. An identification is opened or decided after the charge: the checkers are told.
CREATE OR REPLACE FUNCTION actip.decision_s41() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM actip_private.watch_person_s41(NEW.person_id);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER section_41 AFTER INSERT OR UPDATE OF status ON public.victims_identificationdecision
    FOR EACH ROW EXECUTE FUNCTION actip.decision_s41();

-- 5. A link is made or judged by hand.
CREATE OR REPLACE FUNCTION actip.link_s41() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM actip.watch_s41(NEW.suspect_id);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER section_41 AFTER INSERT OR UPDATE OF status ON public.victims_samepersonlink
    FOR EACH ROW EXECUTE FUNCTION actip.link_s41();

-- What the database found is not written by hand.
CREATE OR REPLACE FUNCTION actip.guard_link() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) OR actip.is_system() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' AND (NEW.origin, NEW.needs_permission) = ('hand', false) THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND (NEW.origin, NEW.needs_permission, NEW.suspect_id, NEW.person_id)
            = (OLD.origin, OLD.needs_permission, OLD.suspect_id, OLD.person_id) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'the database says what it found' USING ERRCODE = '42501';
END $$;
CREATE OR REPLACE TRIGGER guard_link BEFORE INSERT OR UPDATE ON public.victims_samepersonlink
    FOR EACH ROW EXECUTE FUNCTION actip.guard_link();

-- A suspect's document is always indexed by the end of the transaction, else the check could be passed by.
CREATE OR REPLACE FUNCTION actip.document_is_indexed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF session_user = 'actip_app' AND EXISTS (
            SELECT FROM public.cases_suspectidentity i WHERE i.id = NEW.id AND i.document IS NOT NULL
            AND NOT EXISTS (SELECT FROM public.vault_token t WHERE t.row_id = i.id AND t.kind = '=doc')) THEN
        RAISE EXCEPTION 'a document is indexed with its identity' USING ERRCODE = '23514', CONSTRAINT = 'identity_document_indexed';
    END IF;
    RETURN NULL;
END $$;
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'document_is_indexed') THEN
        CREATE CONSTRAINT TRIGGER document_is_indexed AFTER INSERT OR UPDATE OF document ON public.cases_suspectidentity
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.document IS NOT NULL) EXECUTE FUNCTION actip.document_is_indexed();
    END IF;
END $$;
