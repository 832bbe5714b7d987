-- What a person may do changes when one administrator proposed it and another confirmed it (special rule 12). That they are two,
-- and neither of them the person, are constraints of the table, which hold for the system as well.

ALTER TABLE public.accounts_rolechange ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS see ON public.accounts_rolechange;
CREATE POLICY see ON public.accounts_rolechange FOR SELECT TO actip_app USING ((SELECT actip.may('USR', 'read')));
DROP POLICY IF EXISTS propose ON public.accounts_rolechange;
CREATE POLICY propose ON public.accounts_rolechange FOR INSERT TO actip_app WITH CHECK ((SELECT actip.may('USR', 'create')));
DROP POLICY IF EXISTS answer ON public.accounts_rolechange;
CREATE POLICY answer ON public.accounts_rolechange FOR UPDATE TO actip_app USING ((SELECT actip.may('USR', 'change')));

-- Each of the two signs in her own name and is a person: a program of an administrator is no second one.
CREATE OR REPLACE FUNCTION actip.guard_role_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    me bigint := actip.me_user();
    kept text[] := ARRAY['state', 'decided_by_id', 'decided_at'];
BEGIN
    IF NOT row_security_active(TG_RELID) OR actip.is_system() THEN RETURN NEW; END IF;
    IF NOT EXISTS (SELECT FROM public.accounts_user u WHERE u.id = me AND u.is_active AND NOT u.is_client) THEN
        RAISE EXCEPTION 'a person proposes and a person confirms' USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state = 'proposed' AND NEW.proposed_by_id = me THEN
            NEW.proposed_at := now();
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a change of a role is proposed in one''s own name' USING ERRCODE = '42501';
    END IF;
    IF OLD.state = 'proposed' AND NEW.decided_by_id = me AND to_jsonb(NEW) - kept = to_jsonb(OLD) - kept THEN
        NEW.decided_at := now();
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was proposed is confirmed or refused, in one''s own name, and never changed' USING ERRCODE = '42501';
END $$;
CREATE OR REPLACE TRIGGER role_change_guard BEFORE INSERT OR UPDATE ON public.accounts_rolechange
    FOR EACH ROW EXECUTE FUNCTION actip.guard_role_change();

CREATE OR REPLACE FUNCTION actip.role_change_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.role <> '' AND NOT EXISTS (SELECT FROM actip.matrix g WHERE g.role = NEW.role) THEN
        RAISE EXCEPTION 'no such role' USING ERRCODE = '23514', CONSTRAINT = 'role_change_known_role';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state = 'confirmed' AND OLD.state = 'proposed' THEN
        UPDATE public.accounts_user
        SET agency_id = NEW.agency_id, role = NEW.role, is_child_cleared = NEW.is_child_cleared, is_staff = NEW.is_staff
        WHERE id = NEW.user_id;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER role_change_made AFTER INSERT OR UPDATE ON public.accounts_rolechange
    FOR EACH ROW EXECUTE FUNCTION actip.role_change_made();

-- A program is told by two administrators as well: whoever gives it a secret, record types or a user is noted, and it works once
-- another person has confirmed it, in her own name. What the system sets up (bin/demo, a command) stands at once.
CREATE OR REPLACE FUNCTION actip.guard_client() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    me bigint := actip.me_user();
    is_new boolean := TG_OP = 'INSERT' OR (NEW.secret_hash, NEW.record_types, NEW.user_id)
        IS DISTINCT FROM (OLD.secret_hash, OLD.record_types, OLD.user_id);
BEGIN
    IF is_new THEN
        NEW.changed_by_id := me;
        NEW.confirmed_by_id := NULL;
    ELSIF NEW.changed_by_id IS DISTINCT FROM OLD.changed_by_id THEN
        RAISE EXCEPTION 'who changed a program stays noted' USING ERRCODE = '42501';
    ELSIF NEW.confirmed_by_id IS DISTINCT FROM OLD.confirmed_by_id AND NOT (
            OLD.changed_by_id IS NOT NULL AND NEW.confirmed_by_id = me
            AND EXISTS (SELECT FROM public.accounts_user u WHERE u.id = me AND u.is_active AND NOT u.is_client)) THEN
        RAISE EXCEPTION 'a person confirms a program, in her own name' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER client_told_by_two BEFORE INSERT OR UPDATE ON public.accounts_apiclient
    FOR EACH ROW EXECUTE FUNCTION actip.guard_client();
