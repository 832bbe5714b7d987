-- Repeated requests belong to whoever made them.
ALTER TABLE public.records_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own ON public.records_request;
CREATE POLICY own ON public.records_request TO actip_app
    USING (user_id = (SELECT actip.me_user())) WITH CHECK (user_id = (SELECT actip.me_user()));
-- Those that answer nothing any more are deleted by the system (manage.py tidy), which sees no other.
DROP POLICY IF EXISTS over ON public.records_request;
CREATE POLICY over ON public.records_request TO actip_app
    USING ((SELECT actip.is_system()) AND created_at < now() - interval '1 day') WITH CHECK (false);

-- What happened did not happen tomorrow: a day typed wrong would move a figure to a year that has not begun, and a limit that
-- runs from it would never be late. Arguments name the columns; today is Thailand's. The system (archives) is not asked.
CREATE OR REPLACE FUNCTION actip.has_come() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE col text;
BEGIN
    FOREACH col IN ARRAY TG_ARGV LOOP
        IF ((to_jsonb(NEW) ->> col)::timestamptz AT TIME ZONE 'Asia/Bangkok')::date > (now() AT TIME ZONE 'Asia/Bangkok')::date
                AND (TG_OP = 'INSERT' OR to_jsonb(NEW) ->> col IS DISTINCT FROM to_jsonb(OLD) ->> col) AND NOT actip.is_system() THEN
            RAISE EXCEPTION 'a day to come is no day on which something happened' USING ERRCODE = '23514', CONSTRAINT = 'day_to_come';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
