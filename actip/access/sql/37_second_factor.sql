-- A second factor is set up and taken away by the person herself; never by an injected statement in somebody else's request, nor by an
-- administrator, who could give her a new password and be her. Who lost hers is helped by the system, with a reason in the trail. While
-- she signs in nobody acts yet: then only its use is noted, and a recovery code is struck off.
CREATE OR REPLACE FUNCTION actip.guard_second_factor() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    whose bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.user_id ELSE NEW.user_id END;
    is_hers boolean := whose IS NOT DISTINCT FROM actip.me_user() AND (TG_OP <> 'UPDATE' OR OLD.user_id = NEW.user_id);
BEGIN
    IF current_user <> 'actip_app' OR is_hers OR actip.is_system() THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND actip.me_user() IS NULL
        AND to_jsonb(NEW) - '{last_used_at,data}'::text[] = to_jsonb(OLD) - '{last_used_at,data}'::text[]
        AND NEW.data - 'used_mask' = OLD.data - 'used_mask'
        AND coalesce((NEW.data ->> 'used_mask')::bigint, 0) & coalesce((OLD.data ->> 'used_mask')::bigint, 0)
            = coalesce((OLD.data ->> 'used_mask')::bigint, 0) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a second factor is the person''s own' USING ERRCODE = '42501';
END $$;
CREATE OR REPLACE TRIGGER second_factor_guard BEFORE INSERT OR UPDATE OR DELETE ON public.mfa_authenticator
    FOR EACH ROW EXECUTE FUNCTION actip.guard_second_factor();
