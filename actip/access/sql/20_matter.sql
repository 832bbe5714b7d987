-- A matter's reach and feed follow its assignments; a matter is opened together with its first assignment.
CREATE SEQUENCE IF NOT EXISTS actip.timed_token AS int;

CREATE OR REPLACE FUNCTION actip.root_code(of_kind text) RETURNS text LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE of_kind WHEN 'report' THEN 'RPT' WHEN 'case' THEN 'HDR' WHEN 'person' THEN 'VPR' END $$;

-- A locked matter is there only for agencies of the kinds that it is locked to; where officers of such an agency are assigned
-- by name, for them and not for their whole agency.
CREATE OR REPLACE FUNCTION actip.opens_lock(of_matter uuid, of_agency bigint, of_officer bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT g.kind = ANY (m.locked_to) AND (of_officer IS NOT NULL OR NOT EXISTS (
        SELECT FROM public.access_assignment o WHERE o.matter_id = of_matter AND o.agency_id = of_agency
        AND o.officer_id IS NOT NULL AND o.state IN ('offered', 'accepted')))
    FROM public.access_matter m, public.accounts_agency g WHERE m.id = of_matter AND g.id = of_agency
$$;

-- Tokens that the assignments of a matter give now (a timed one has a token of its own, valid while actip.keys says so).
CREATE OR REPLACE FUNCTION actip.tokens_of(of_matter uuid) RETURNS int[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT array_agg(DISTINCT t.token) FROM (
        SELECT 0 AS token
        UNION ALL
        SELECT unnest(CASE
            WHEN a.timed_token IS NOT NULL THEN ARRAY[4 * a.timed_token + 3]
            WHEN a.officer_id IS NULL THEN ARRAY[4 * a.agency_id, 4 * a.agency_id + 1]::int[]
            WHEN m.locked_to IS NOT NULL THEN ARRAY[4 * a.officer_id + 2]::int[]
            ELSE ARRAY[4 * a.officer_id + 2, 4 * a.agency_id + 1]::int[] END)
        FROM public.access_assignment a JOIN public.access_matter m ON m.id = a.matter_id
        WHERE a.matter_id = of_matter AND a.state IN ('offered', 'accepted')
            AND (m.locked_to IS NULL OR actip.opens_lock(a.matter_id, a.agency_id, a.officer_id))
            -- an officer who has gone to another agency took nothing with her
            AND (a.officer_id IS NULL OR EXISTS (
                SELECT FROM public.accounts_user u WHERE u.id = a.officer_id AND u.agency_id = a.agency_id))
    ) t
$$;

-- Root records carry their matter's reach (actip/records/roots.py): this puts it there, whatever was written.
CREATE OR REPLACE FUNCTION actip.take_reach() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    NEW.reach := coalesce((SELECT m.reach FROM public.access_matter m WHERE m.id = NEW.matter_id), '{}');
    RETURN NEW;
END $$;

-- A root record is locked before its matter (actip.hold_root), by whoever writes it or below it, and who assigns: in different
-- orders two could wait for each other.
CREATE OR REPLACE FUNCTION actip.refresh_reach(of_matter uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE tokens int[];
BEGIN
    PERFORM actip.hold_root(of_matter);
    PERFORM FROM public.access_matter WHERE id = of_matter FOR UPDATE;
    tokens := actip.tokens_of(of_matter);
    UPDATE public.access_matter SET reach = tokens WHERE id = of_matter AND reach IS DISTINCT FROM tokens;
    DELETE FROM public.access_feed f WHERE f.matter_id = of_matter AND f.token <> ALL (tokens);
    INSERT INTO public.access_feed (token, matter_id, kind, status, touched_at, next_due_at, unnoted_at)
    SELECT t.token, m.id, m.kind, m.status, m.touched_at, m.next_due_at, m.unnoted_at
    FROM public.access_matter m, unnest(tokens) AS t(token) WHERE m.id = of_matter AND t.token <> 0
    ON CONFLICT DO NOTHING;
END $$;

CREATE OR REPLACE FUNCTION actip.assignment_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM actip.refresh_reach(coalesce(NEW.matter_id, OLD.matter_id));
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS assignment_reach_added ON public.access_assignment;
CREATE OR REPLACE TRIGGER assignment_reach AFTER INSERT OR UPDATE OR DELETE ON public.access_assignment
    FOR EACH ROW EXECUTE FUNCTION actip.assignment_changed();

CREATE OR REPLACE FUNCTION actip.officer_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM actip.refresh_reach(m) FROM (SELECT DISTINCT a.matter_id FROM public.access_assignment a WHERE a.officer_id = NEW.id) x(m);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER officer_moved AFTER UPDATE OF agency_id ON public.accounts_user
    FOR EACH ROW WHEN (OLD.agency_id IS DISTINCT FROM NEW.agency_id) EXECUTE FUNCTION actip.officer_moved();

-- A limited or later assignment gets its own token, so that it opens and closes by the clock alone.
-- What an assignment is about never changes: matter, agency, officer, basis. The officer works in the agency. A member
-- of a team reaches the person for 30 days at most.
CREATE OR REPLACE FUNCTION actip.assignment_token() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.officer_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM public.accounts_user u WHERE u.id = NEW.officer_id AND u.agency_id = NEW.agency_id) THEN
        RAISE EXCEPTION 'the officer works in another agency'
            USING ERRCODE = '23514', CONSTRAINT = 'assignment_officer_of_agency';
    END IF;
    IF NEW.basis = 'team' AND NEW.state IN ('offered', 'accepted') THEN
        NEW.until := least(NEW.until, NEW.starts_at + interval '30 days');
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.matter_id, NEW.agency_id, NEW.officer_id, NEW.basis)
            IS DISTINCT FROM (OLD.matter_id, OLD.agency_id, OLD.officer_id, OLD.basis) THEN
        RAISE EXCEPTION 'an assignment keeps its matter, agency, officer and basis' USING ERRCODE = '23514';
    END IF;
    IF NEW.until IS NULL AND NEW.starts_at <= clock_timestamp() + interval '1 minute' THEN
        NEW.timed_token := NULL;
    ELSIF TG_OP = 'INSERT' OR OLD.timed_token IS NULL THEN
        NEW.timed_token := nextval('actip.timed_token');
    ELSE
        NEW.timed_token := OLD.timed_token;
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER assignment_token BEFORE INSERT OR UPDATE ON public.access_assignment
    FOR EACH ROW EXECUTE FUNCTION actip.assignment_token();

CREATE OR REPLACE FUNCTION actip.matter_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.access_feed
    SET status = NEW.status, touched_at = NEW.touched_at, next_due_at = NEW.next_due_at, unnoted_at = NEW.unnoted_at
    WHERE matter_id = NEW.id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER matter_feed AFTER UPDATE OF status, touched_at, next_due_at, unnoted_at ON public.access_matter
    FOR EACH ROW WHEN ((OLD.status, OLD.touched_at, OLD.next_due_at, OLD.unnoted_at)
                       IS DISTINCT FROM (NEW.status, NEW.touched_at, NEW.next_due_at, NEW.unnoted_at))
    EXECUTE FUNCTION actip.matter_changed();

-- A write to a record touches its matter; a root record (argument 'root') also carries its status over.
CREATE OR REPLACE FUNCTION actip.touch_matter() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND session_user <> 'actip_app' AND to_jsonb(NEW) ->> 'key_id' <> to_jsonb(OLD) ->> 'key_id' THEN
        RETURN NULL;  -- sealed under a new key by `rotate_keys --data`: nothing that anybody reads has changed
    END IF;
    IF TG_NARGS > 0 AND TG_OP = 'UPDATE' AND to_jsonb(NEW) -> 'reach' <> to_jsonb(OLD) -> 'reach' THEN
        RETURN NULL;  -- carried over from the matter: whom it opens to, nothing that it says
    END IF;
    IF TG_NARGS > 0 THEN
        UPDATE public.access_matter SET touched_at = greatest(touched_at, now()), status = to_jsonb(NEW) ->> 'status'
        WHERE id = NEW.matter_id;
    ELSE
        PERFORM actip.hold_root(NEW.matter_id);
        UPDATE public.access_matter SET touched_at = greatest(touched_at, now()) WHERE id = NEW.matter_id;
    END IF;
    RETURN NULL;
END $$;

-- A number that says nothing, as in reporting/numbers.py: kind, Buddhist-era year, 40 random bits in Crockford's letters.
CREATE OR REPLACE FUNCTION actip.new_number(of_kind text) RETURNS text LANGUAGE sql VOLATILE SET search_path = pg_catalog AS $$
    SELECT CASE of_kind WHEN 'report' THEN 'R' WHEN 'case' THEN 'C' WHEN 'person' THEN 'P' END
        || to_char((extract(year FROM now() AT TIME ZONE 'Asia/Bangkok')::int + 543) % 100, 'FM00') || '-'
        || left(letters, 4) || '-' || right(letters, 4)
    FROM (SELECT string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + get_byte(made.bytes, place) % 32, 1), '') AS letters
          FROM (SELECT uuid_send(gen_random_uuid()) AS bytes) made, unnest('{0,1,2,3,4,5,10,11}'::int[]) AS place) drawn
$$;

-- Opens a matter for the person's own agency; refused when her role may not create its root record. Returns its number,
-- made here: a number of her own choice would tell her, by being refused, that it is taken. The system may name one.
DROP FUNCTION IF EXISTS actip.open_matter(uuid, text, text, int);
CREATE FUNCTION actip.open_matter(new_id uuid, of_kind text, new_number text DEFAULT NULL, for_agency int DEFAULT NULL)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE me text[] := actip.me();
BEGIN
    IF me[1] = 'user' OR new_number IS NULL THEN new_number := actip.new_number(of_kind); END IF;
    IF NOT actip.may(actip.root_code(of_kind), 'create') THEN
        RAISE EXCEPTION 'not allowed to open a %', of_kind USING ERRCODE = '42501';
    END IF;
    IF me[1] = 'user' THEN for_agency := me[3]::int; END IF;
    INSERT INTO public.access_matter (id, kind, number, status, opened_at, touched_at, reach)
    VALUES (new_id, of_kind, new_number, '', now(), now(), '{0}');
    INSERT INTO public.access_assignment (id, matter_id, agency_id, basis, state, is_lead, starts_at, note, reason,
        assigned_by_id, from_agency_id, version, created_at, updated_at)
    SELECT gen_random_uuid(), new_id, for_agency, CASE WHEN me[1] = 'system' THEN 'archive' ELSE 'opened' END, 'accepted',
        true, now(), '', '', nullif(me[2], '0')::int, nullif(me[3], '0')::int, 1, now(), now()
    WHERE for_agency IS NOT NULL;
    RETURN new_number;
END $$;

-- Until when the person reaches a matter: 'infinity' by a standing assignment, else the latest end of her limited ones. Of a
-- matter that is locked to others nothing: that an assignment stands would tell of the lock.
CREATE OR REPLACE FUNCTION actip.reached_until(of_matter uuid) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT max(coalesce(a.until, 'infinity')) FROM public.access_assignment a
    JOIN public.access_matter m ON m.id = a.matter_id
    WHERE a.matter_id = of_matter AND a.agency_id = actip.me_agency() AND a.state IN ('offered', 'accepted')
      AND m.reach OPERATOR(pg_catalog.&&) actip.keys(actip.root_code(m.kind), 'exist')
      AND a.starts_at <= statement_timestamp() + interval '1 minute' AND (a.until IS NULL OR a.until > statement_timestamp())
      AND (a.officer_id IS NULL OR a.officer_id = actip.me_user() OR EXISTS (
          SELECT FROM actip.matrix g
          WHERE g.code = actip.root_code(m.kind) AND g.verb = 'assign' AND g.role = actip.me_role() AND g.wide))
$$;

-- Does the person reach this matter with this verb? For policies of few rows; the common shape is inlined instead.
CREATE OR REPLACE FUNCTION actip.reaches(of_matter uuid, of_code text, of_verb text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM public.access_matter m
                   WHERE m.id = of_matter AND m.reach OPERATOR(pg_catalog.&&) actip.keys(of_code, of_verb))
$$;

-- Whether the person answers for a case that was handed over to her agency, or to her, and reads it.
CREATE OR REPLACE FUNCTION actip.leads(of_matter uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM public.access_assignment a JOIN public.access_matter m ON m.id = a.matter_id
                   WHERE a.matter_id = of_matter AND m.kind = 'case' AND a.is_lead AND a.basis = 'referral' AND a.state = 'accepted'
                     AND a.agency_id = actip.me_agency() AND (a.officer_id IS NULL OR a.officer_id = actip.me_user())
                     AND (a.until IS NULL OR a.until > statement_timestamp()))
        AND actip.reaches(of_matter, 'HDR', 'read')
$$;

-- On which basis may whom be assigned: what the giver must be able to write there, and which agencies may receive. A case is also
-- handed on by whoever it was handed to, who may only read it: a prosecutor offers it to the court, or back to the police.
CREATE OR REPLACE FUNCTION actip.may_assign(of_matter uuid, to_agency bigint, on_basis text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE of_kind text; to_kind text;
BEGIN
    SELECT kind INTO of_kind FROM public.access_matter WHERE id = of_matter;
    SELECT kind INTO to_kind FROM public.accounts_agency WHERE id = to_agency AND is_active;
    IF of_kind IS NULL OR to_kind IS NULL THEN RETURN false; END IF;
    IF actip.is_system() THEN RETURN true; END IF;
    RETURN CASE on_basis
        WHEN 'placement' THEN to_kind IN ('shelter_gov', 'shelter_ngo') AND actip.reaches(of_matter, 'PLC', 'create')
        WHEN 'fund' THEN to_kind = 'fund' AND actip.reaches(of_matter, 'FPY', 'create')
        WHEN 'archive' THEN false
        WHEN 'opened' THEN false
        WHEN 'referral' THEN actip.reaches(of_matter, actip.root_code(of_kind), 'assign')
            OR (to_kind IN ('police', 'dsi', 'prosecutor', 'court') AND actip.leads(of_matter))
        ELSE actip.reaches(of_matter, actip.root_code(of_kind), 'assign')
    END;
END $$;
