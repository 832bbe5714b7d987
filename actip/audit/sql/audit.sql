-- The audit trail. Events are written only by the functions below, and sealed into one chain at commit.
-- Run by `manage.py secure` as the migrating role, which owns the functions; may be run again at any time.

-- The row that a committing transaction locks while it seals; and the queue that lets sealing wait for its turn.
CREATE TABLE IF NOT EXISTS actip_private.audit_head (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row));
INSERT INTO actip_private.audit_head DEFAULT VALUES ON CONFLICT DO NOTHING;
CREATE UNLOGGED TABLE IF NOT EXISTS actip_private.audit_turn (event_id bigint PRIMARY KEY);

-- Which record code an audited table has, and which verb shows its rows: history asks the matrix with them.
CREATE TABLE IF NOT EXISTS actip_private.audit_code (slug text PRIMARY KEY, code text NOT NULL);
ALTER TABLE actip_private.audit_code ADD COLUMN IF NOT EXISTS verb text NOT NULL DEFAULT 'read';
-- Of tier 4 or 5: nothing outside the record may show that it is there.
ALTER TABLE actip_private.audit_code ADD COLUMN IF NOT EXISTS is_discreet boolean NOT NULL DEFAULT false;

-- Its table, where its rows belong to matters: a limit hangs on one of them.
ALTER TABLE actip_private.audit_code ADD COLUMN IF NOT EXISTS tab text NOT NULL DEFAULT '';

REVOKE ALL ON actip_private.audit_head, actip_private.audit_turn, actip_private.audit_code FROM PUBLIC;

-- What a look is called, and what surrounds signing in: no row is written by it, and no history shows it.
CREATE OR REPLACE FUNCTION actip_private.looks() RETURNS text[] LANGUAGE sql IMMUTABLE
    AS $$ SELECT '{open,reveal,export,refuse}'::text[] $$;
-- Nor what a table tells of a look: an opening in an emergency, and its review.
CREATE OR REPLACE FUNCTION actip_private.told_looks() RETURNS text[] LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    AS $$ SELECT actip_private.looks() || '{break_glass,review_glass}'::text[] $$;
CREATE OR REPLACE FUNCTION actip_private.signings() RETURNS text[] LANGUAGE sql IMMUTABLE
    AS $$ SELECT '{sign_in,sign_in_failed,sign_out}'::text[] $$;

-- Writing ------------------------------------------------------------------------------------------------------------

-- The actor comes from the signed context and from nowhere else.
CREATE OR REPLACE FUNCTION actip_private.audit_write(
    verb text, record_type text, record_id text, matter_id uuid, purpose text, fields text[], detail jsonb, request text
) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE me text[] := actip.me();
BEGIN
    INSERT INTO public.audit_event (at, kind, user_id, agency_id, role, reason, verb, record_type, record_id,
                                    matter_id, purpose, fields, detail, request_id)
    VALUES (clock_timestamp(), coalesce(me[1], 'nobody'), nullif(me[2], '0')::bigint, nullif(me[3], '0')::bigint,
            coalesce(me[4], ''), CASE WHEN me IS NULL THEN 'database role ' || session_user ELSE coalesce(me[7], '') END,
            verb, coalesce(record_type, ''), coalesce(record_id, ''), matter_id, left(coalesce(purpose, ''), 1000),
            coalesce(fields, '{}'), coalesce(detail, '{}'), left(coalesce(request, ''), 64));
END $$;

-- For looks. What was written is said by the table that it was written to: a step, the start of a limit.
CREATE OR REPLACE FUNCTION actip.audit(
    verb text, record_type text DEFAULT '', record_id text DEFAULT '', matter_id uuid DEFAULT NULL,
    purpose text DEFAULT '', fields text[] DEFAULT '{}', detail jsonb DEFAULT '{}', request text DEFAULT ''
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF actip.me() IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody is acting, so nothing can be audited';
    END IF;
    IF verb <> ALL (actip_private.looks()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the table that was written says ' || verb;
    END IF;
    IF length(detail::text) > 4000 THEN
        RAISE data_exception USING MESSAGE = 'the detail of an event is small';
    END IF;
    PERFORM actip_private.audit_write(verb, record_type, record_id, matter_id, purpose, fields, detail, request);
END $$;

-- Around signing in, nobody may be set yet: then the user named is the account concerned, not a proven actor (kind
-- 'nobody'). Once she is set, agency and role come from the signed context.
CREATE OR REPLACE FUNCTION actip.audit_sign_in(
    verb text, of_user bigint DEFAULT NULL, detail jsonb DEFAULT '{}', request text DEFAULT ''
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me text[] := actip.me();
    is_proven boolean := coalesce(me[1] = 'user' AND me[2]::bigint = of_user, false);
BEGIN
    IF verb <> ALL (actip_private.signings()) OR length(detail::text) > 1000 THEN
        RAISE insufficient_privilege USING MESSAGE = 'not an event of signing in';
    END IF;
    INSERT INTO public.audit_event (at, kind, user_id, agency_id, role, reason, verb, record_type, record_id, purpose,
                                    fields, detail, request_id)
    VALUES (clock_timestamp(), CASE WHEN is_proven THEN 'user' ELSE 'nobody' END, of_user,
            CASE WHEN is_proven THEN me[3]::bigint END, CASE WHEN is_proven THEN me[4] ELSE '' END, '', verb, 'users',
            coalesce(of_user::text, ''), '', '{}', coalesce(detail, '{}'), left(coalesce(request, ''), 64));
END $$;

-- On every record table: who wrote which columns. Arguments: slug, matter column ('' without), columns to pass over.
-- The action says what it does in actip.act; a write without it was made by hand, and is marked so.
CREATE OR REPLACE FUNCTION actip.audit_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    act jsonb := nullif(current_setting('actip.act', true), '')::jsonb;
    before jsonb; after jsonb; changed text[] := '{}'; id text; matter uuid; detail jsonb;
    verb text := CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'change' ELSE 'delete' END;
    quiet text[] := string_to_array(coalesce(TG_ARGV[2], ''), ',') || '{version,created_at,updated_at,touched_at}'::text[];
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN before := to_jsonb(OLD); END IF;
    IF TG_OP IN ('UPDATE', 'INSERT') THEN
        after := to_jsonb(NEW);
        SELECT coalesce(array_agg(c.key ORDER BY c.key), '{}') INTO changed FROM jsonb_each(after) c
         WHERE c.key <> ALL (quiet)
           AND CASE WHEN before IS NULL THEN c.value NOT IN ('null', '""') ELSE c.value IS DISTINCT FROM before -> c.key END;
        IF TG_OP = 'UPDATE' AND changed = '{}' THEN RETURN NULL; END IF;
    END IF;
    -- A write is never told as a look, which no history shows: such a label comes from no action of ours.
    IF act ->> 'verb' = ANY (actip_private.told_looks() || actip_private.signings()) THEN act := NULL; END IF;
    id := coalesce(after, before) ->> 'id';
    matter := nullif(coalesce(after, before) ->> nullif(TG_ARGV[1], ''), '')::uuid;
    IF act IS NULL THEN
        detail := jsonb_build_object('by_hand', true);
        IF TG_OP = 'TRUNCATE' THEN detail := detail || '{"all": true}'; END IF;
    ELSIF act ->> 'record' <> id THEN
        detail := jsonb_build_object('within', act ->> 'verb');
    ELSIF act ->> 'verb' IN ('create', 'change', 'delete') THEN
        detail := act -> 'detail';
    ELSE
        verb := act ->> 'verb';
        detail := act -> 'detail';
    END IF;
    PERFORM actip_private.audit_write(verb, TG_ARGV[0], id, matter, act ->> 'purpose', changed, detail,
                                      current_setting('actip.request', true));
    RETURN NULL;
END $$;

-- Puts a table under audit: called by the generator of `manage.py secure` for every record type.
DROP FUNCTION IF EXISTS actip_private.audit_attach(regclass, text, text, text, text, text);
CREATE OR REPLACE FUNCTION actip_private.audit_attach(
    tbl regclass, of_slug text, of_code text, matter_column text DEFAULT 'matter_id', quiet text DEFAULT ''
) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE OR REPLACE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW '
                   'EXECUTE FUNCTION actip.audit_row(%L, %L, %L)', tbl, of_slug, matter_column, quiet);
    EXECUTE format('CREATE OR REPLACE TRIGGER audit_all AFTER TRUNCATE ON %s FOR EACH STATEMENT '
                   'EXECUTE FUNCTION actip.audit_row(%L, '''', '''')', tbl, of_slug);
    INSERT INTO actip_private.audit_code (slug, code, tab)
    VALUES (of_slug, of_code, CASE WHEN matter_column = '' THEN '' ELSE tbl::text END)
    ON CONFLICT (slug) DO UPDATE SET code = excluded.code, tab = excluded.tab;
END $$;

-- Sealing ------------------------------------------------------------------------------------------------------------

-- Sealing runs in the second round of the work at commit. Deferred foreign keys are checked in the first: were the
-- head locked before them, a transaction waiting for a parent row and one waiting for the head could block each other.
CREATE OR REPLACE FUNCTION actip_private.audit_queue() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO actip_private.audit_turn VALUES (NEW.id);
    RETURN NULL;
END $$;

-- The hashed text is a JSON array, so that Python's json.dumps(list, ensure_ascii=False) gives the same bytes: chain.py.
CREATE OR REPLACE FUNCTION actip_private.audit_bind() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM actip_private.audit_head FOR UPDATE;
    INSERT INTO public.audit_seal (event_id, seq, prev_hash, hash)
    SELECT e.id, coalesce(last.seq, 0) + 1, coalesce(last.hash, ''), sha256(convert_to(json_build_array(
        coalesce(last.seq, 0) + 1, e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.kind, e.user_id, e.agency_id, e.role, e.reason,
        e.verb, e.record_type, e.record_id, e.matter_id::text, e.purpose, e.fields::text, e.detail::text, e.request_id,
        encode(coalesce(last.hash, ''), 'hex'))::text, 'UTF8'))
    FROM public.audit_event e
    LEFT JOIN LATERAL (SELECT s.seq, s.hash FROM public.audit_seal s ORDER BY s.seq DESC LIMIT 1) last ON true
    WHERE e.id = NEW.event_id;
    IF NOT FOUND THEN RAISE data_exception USING MESSAGE = 'the event to seal is gone'; END IF;
    DELETE FROM actip_private.audit_turn WHERE event_id = NEW.event_id;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION actip_private.audit_deny() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'the audit trail is never changed';
END $$;

DO $$
DECLARE tbl text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'audit_queue' AND tgrelid = 'public.audit_event'::regclass) THEN
        CREATE CONSTRAINT TRIGGER audit_queue AFTER INSERT ON public.audit_event DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION actip_private.audit_queue();
        CREATE CONSTRAINT TRIGGER audit_bind AFTER INSERT ON actip_private.audit_turn DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION actip_private.audit_bind();
    END IF;
    FOREACH tbl IN ARRAY '{audit_event,audit_seal}'::text[] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER audit_deny BEFORE UPDATE OR DELETE ON public.%I '
                       'FOR EACH ROW EXECUTE FUNCTION actip_private.audit_deny()', tbl);
        EXECUTE format('CREATE OR REPLACE TRIGGER audit_deny_all BEFORE TRUNCATE ON public.%I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION actip_private.audit_deny()', tbl);
        EXECUTE format('ALTER TABLE public.%I ENABLE ALWAYS TRIGGER audit_deny', tbl);
        EXECUTE format('ALTER TABLE public.%I ENABLE ALWAYS TRIGGER audit_deny_all', tbl);
    END LOOP;
END $$;

-- Reading ------------------------------------------------------------------------------------------------------------

-- plpgsql, so that this file may run before the matrix functions exist.
CREATE OR REPLACE FUNCTION actip.reads_audit() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$ BEGIN RETURN actip.may('AUL', 'read'); END $$;

ALTER TABLE public.audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_event FORCE ROW LEVEL SECURITY;
ALTER TABLE public.audit_seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_seal FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_audit ON public.audit_event;
CREATE POLICY read_audit ON public.audit_event FOR SELECT USING ((SELECT actip.reads_audit()));
DROP POLICY IF EXISTS read_audit ON public.audit_seal;
CREATE POLICY read_audit ON public.audit_seal FOR SELECT USING ((SELECT actip.reads_audit()));

-- Whether the person sees an assignment: whoever reads its matter; whoever may only know of that, what her agency has or gave. It is
-- what the policy of assignments shows, of rows and of their history.
CREATE OR REPLACE FUNCTION actip_private.sees_given(of_matter uuid, of_id text) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE root text := (SELECT actip.root_code(m.kind) FROM public.access_matter m WHERE m.id = of_matter);
BEGIN
    RETURN actip.reaches(of_matter, root, 'read') OR (actip.reaches(of_matter, root, 'exist') AND EXISTS (
        SELECT FROM public.access_assignment a
        WHERE a.id = of_id::uuid AND actip.me_agency() IN (a.agency_id, a.from_agency_id)));
END $$;

-- What was written to one record, newest first, for whoever reaches its matter with that record type. Not who looked
-- at it, nor for what purpose: that is for readers of the audit log.
CREATE OR REPLACE FUNCTION actip.history(of_type text, of_id text)
RETURNS TABLE (at timestamptz, kind text, user_id bigint, agency_id bigint, role text, verb text, fields text[], detail jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    may_all boolean := actip.reads_audit();
    of_code text := (SELECT c.code FROM actip_private.audit_code c WHERE c.slug = of_type);
    tokens int[] := actip.keys(of_code, (SELECT c.verb FROM actip_private.audit_code c WHERE c.slug = of_type));
BEGIN
    RETURN QUERY
    SELECT e.at, e.kind::text, e.user_id, e.agency_id, e.role::text, e.verb::text, e.fields, e.detail
      FROM public.audit_event e
     WHERE e.record_id = of_id AND e.record_type = of_type
       AND e.verb <> ALL (actip_private.told_looks() || actip_private.signings())
       AND (may_all OR EXISTS (SELECT FROM public.access_matter m WHERE m.id = e.matter_id AND m.reach && tokens
            AND of_type <> ALL (actip.hidden_slugs(m.id))
            AND (of_code <> '*' OR actip_private.sees_given(m.id, e.record_id))))
     ORDER BY e.id DESC;
END $$;
